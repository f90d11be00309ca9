/**
 * Child processes, their output, sockets with deadlines, and the end of everything that a run
 * started.
 *
 * <p>May use the lab's root package only.
 */
package io.ringfence.lab.kit.process;
