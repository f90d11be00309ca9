/**
 * Driver and device that decide on a notification at the same moment, over and over.
 *
 * <p>May use {@code ring}.
 */
package io.ringfence.testkit.race;
