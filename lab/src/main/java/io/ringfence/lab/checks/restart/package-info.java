/**
 * Daemons that are killed or taken over under a running guest, and the effect on the guest.
 *
 * <p>May use {@code kit}.
 */
package io.ringfence.lab.checks.restart;
