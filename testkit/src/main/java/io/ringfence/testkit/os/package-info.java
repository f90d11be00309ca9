/**
 * Linux through {@code java.lang.foreign}: descriptors, eventfds, memory files, Unix sockets that
 * carry descriptors.
 *
 * <p>May use the root package only. No other package makes a native call.
 */
package io.ringfence.testkit.os;
