/**
 * Frames from one worker to a receive ring that another worker owns: bounded queues in private
 * memory, one for each ordered pair of workers, and the wake-up of a worker that sleeps.
 *
 * <p>Uses {@code java.base} and {@code io.ringfence.server.os} only. Start at {@link
 * io.ringfence.server.crossing.Crossings}; the ordering points are in {@code CrossingBarriers}.
 */
package io.ringfence.server.crossing;
