/** The machine code of every ordering point as the JIT emitted it on this machine. */
package io.ringfence.lab.measure.disassembly;
