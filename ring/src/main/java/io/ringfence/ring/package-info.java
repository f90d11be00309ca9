/** virtqueues over guest memory and the device-side barrier policies; depends on java.base only. */
package io.ringfence.ring;
