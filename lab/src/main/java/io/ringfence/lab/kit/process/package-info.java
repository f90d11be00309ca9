/**
 * Child processes, their output, sockets with deadlines, and the clean-up of a run.
 *
 * <p>May use the lab's root package only.
 */
package io.ringfence.lab.kit.process;
