/**
 * Threads that serve queue pairs: duty cycle, commands with acknowledgement, watchdog.
 *
 * <p>It may use {@code pair}, {@code uplink}, {@code capture} and {@code os}; it calls no session.
 */
package io.ringfence.server.worker;
