/**
 * System calls: the only native bindings of the daemon besides the barrier stubs. 64-bit Linux,
 * x86-64 and aarch64.
 */
package io.ringfence.server.os;
