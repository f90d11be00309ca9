/**
 * System calls: the daemon's only native bindings except the barrier stubs. 64-bit Linux, x86-64
 * and aarch64.
 */
package io.ringfence.server.os;
