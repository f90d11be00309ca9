/**
 * Schedules: which barrier policies take turns on a worker, until when their code is compiled, and
 * the records of their slices. The worker does the turns itself, see {@code worker.Alternation}.
 *
 * <p>May use {@code worker}, {@code pair}, {@code uplink} and {@code os}.
 */
package io.ringfence.server.schedule;
