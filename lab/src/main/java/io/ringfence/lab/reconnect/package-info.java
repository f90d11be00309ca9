/** A daemon that is killed under a running guest, and what the guest notices. */
package io.ringfence.lab.reconnect;
