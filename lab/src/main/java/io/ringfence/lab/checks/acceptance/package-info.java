/**
 * What a guest on the daemon must show: QEMU's check by check, and those of User Mode Linux.
 *
 * <p>May use {@code kit}.
 */
package io.ringfence.lab.checks.acceptance;
