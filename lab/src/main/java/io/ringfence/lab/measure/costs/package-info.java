/**
 * The cost of a frame and of an ordering point in the ring code itself, without a guest.
 *
 * <p>May use {@code ring}, the testkit, {@code kit}, and the schedule and controls of the
 * experiment with a guest.
 */
package io.ringfence.lab.measure.costs;
