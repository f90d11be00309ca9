/**
 * The checks of a guest on the daemon: QEMU's, and those of User Mode Linux.
 *
 * <p>May use {@code kit}.
 */
package io.ringfence.lab.checks.acceptance;
