package io.ringfence.lab.measure.disassembly;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds in a method's instructions what matters to order. Memory and stubs are known by their
 * addresses, which are constants in the code: registers are followed as far as constants go.
 */
abstract sealed class CodeReader permits X86Reader, ArmReader {
  private static final Set<String> FRAME_POINTERS = Set.of("rbp", "29");

  private final long memory;
  private final Map<Integer, String> fields;
  private final Map<Long, String> stubs;
  private final Map<String, Long> constants = new HashMap<>();

  /**
   * @param memory address of the kernels' memory
   * @param fields what lies in it, by offset
   * @param stubs barrier of each stub, by address; empty text for one that only returns
   */
  CodeReader(long memory, Map<Integer, String> fields, Map<Long, String> stubs) {
    this.memory = memory;
    this.fields = fields;
    this.stubs = stubs;
  }

  /** What matters to order, in the order of the code. */
  List<Step> steps(List<String> instructions) {
    constants.clear();
    return instructions.stream().flatMap(each -> step(each).stream()).toList();
  }

  /** What one instruction is; takes note of what it does to registers. */
  abstract Optional<Step> step(String instruction);

  final void constant(String register, long value) {
    constants.put(register, value);
  }

  final Optional<Long> constant(String register) {
    return Optional.ofNullable(constants.get(register));
  }

  final void forget(String register) {
    constants.remove(register);
  }

  /**
   * A call: of a stub, where a register holds the address of one. Of the registers that C2 gives
   * out, the frame pointer alone outlives a call.
   */
  final Optional<Step> call() {
    Optional<Step> called =
        constants.values().stream()
            .filter(stubs::containsKey)
            .findFirst()
            .map(address -> Step.barrier(("call " + stubs.get(address)).strip()));
    constants.keySet().retainAll(FRAME_POINTERS);
    return called;
  }

  /** The marked memory at a register's address and an offset from it. */
  final Optional<String> field(String register, long offset) {
    return constant(register).map(base -> fields.get((int) (base + offset - memory)));
  }

  /** A step of a text that matches one of the barriers' names. */
  static Optional<Step> barrier(String instruction, String... names) {
    return Stream.of(names).filter(instruction::startsWith).findFirst().map(Step::barrier);
  }
}
