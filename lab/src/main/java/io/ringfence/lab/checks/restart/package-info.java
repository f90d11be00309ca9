/**
 * Daemons that are killed or taken over under a running guest, and what the guest notices.
 *
 * <p>May use {@code kit}.
 */
package io.ringfence.lab.checks.restart;
