/**
 * Driver and device that decide on a notification at the same moment, repeatedly.
 *
 * <p>May use {@code ring}.
 */
package io.ringfence.testkit.race;
