/**
 * The machine code of every ordering point as the JIT compiler emitted it on this machine.
 *
 * <p>May use {@code ring}, {@code kit} and the driven device of {@code measure.costs}.
 */
package io.ringfence.lab.measure.disassembly;
