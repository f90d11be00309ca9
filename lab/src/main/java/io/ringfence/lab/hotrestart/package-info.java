/** Daemons that take over from one another under a running guest, and what the guest notices. */
package io.ringfence.lab.hotrestart;
