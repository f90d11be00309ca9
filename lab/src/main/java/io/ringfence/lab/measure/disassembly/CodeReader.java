package io.ringfence.lab.measure.disassembly;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the instructions of a method that matter to order. Memory and stubs are known by their
 * addresses, which are constants in the code. Registers are followed as far as constants go.
 */
abstract sealed class CodeReader permits X86Reader, ArmReader {
  private static final Set<String> FRAME_POINTERS = Set.of("rbp", "29");

  private final long memory;
  private final Map<Integer, String> fields;
  private final Map<Long, String> stubs;
  private final Map<String, Long> constants = new HashMap<>();

  /**
   * @param memory address of the kernels' memory
   * @param fields its fields, by offset
   * @param stubs barrier of each stub, by address; empty text for one that only returns
   */
  CodeReader(long memory, Map<Integer, String> fields, Map<Long, String> stubs) {
    this.memory = memory;
    this.fields = fields;
    this.stubs = stubs;
  }

  /** Returns the steps that matter to order, in code order. */
  List<Step> steps(List<String> instructions) {
    constants.clear();
    return instructions.stream().flatMap(each -> step(each).stream()).toList();
  }

  /** Decodes one instruction and records its effect on registers. */
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
   * Decodes a call: of a stub, if a register holds the address of one. Of the registers that C2
   * allocates, only the frame pointer survives a call.
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

  /** Returns the marked memory at a register's address plus an offset. */
  final Optional<String> field(String register, long offset) {
    return constant(register).map(base -> fields.get((int) (base + offset - memory)));
  }

  /** Returns a step if the text matches one of the barriers' names. */
  static Optional<Step> barrier(String instruction, String... names) {
    return Stream.of(names).filter(instruction::startsWith).findFirst().map(Step::barrier);
  }
}
