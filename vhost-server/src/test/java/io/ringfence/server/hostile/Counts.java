package io.ringfence.server.hostile;

/**
 * What a process holds of the kernel's things.
 *
 * @param sockets descriptors of sockets
 * @param memoryFiles descriptors of files in memory
 * @param events descriptors of eventfds and epoll sets
 * @param pipes descriptors of pipes
 * @param descriptors all of them
 * @param threads threads
 * @param mappings mappings of files in memory
 */
record Counts(
    long sockets,
    long memoryFiles,
    long events,
    long pipes,
    long descriptors,
    long threads,
    long mappings) {
  /** Whether nothing has come on top of what there was. */
  boolean within(Counts before) {
    return sockets <= before.sockets
        && memoryFiles <= before.memoryFiles
        && events <= before.events
        && pipes <= before.pipes
        && descriptors <= before.descriptors
        && threads <= before.threads
        && mappings <= before.mappings;
  }
}
