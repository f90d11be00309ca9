package io.ringfence.server.session;

/**
 * A front-end that has connected and waits for a place.
 *
 * @param peer process id of the front-end, as the kernel reports it
 * @param waitedMillis how long it has waited, ms
 */
public record WaitingFrontEnd(long peer, long waitedMillis) {}
