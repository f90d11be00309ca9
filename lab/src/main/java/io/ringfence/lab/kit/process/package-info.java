/** Processes, sockets with deadlines, and the end of everything that was started. */
package io.ringfence.lab.kit.process;
