package io.ringfence.server.schedule;

/**
 * Something that the virtual machine did to the code of an arm, or to all threads.
 *
 * @param nanos when it began, by System.nanoTime
 * @param lengthNanos how long it took
 * @param kind {@code compilation}, {@code deoptimization} or {@code collection}
 * @param arm the arm whose code it was; null for none
 * @param what the method and the compiler's tier, or the reason
 */
public record CodeEvent(long nanos, long lengthNanos, String kind, String arm, String what) {}
