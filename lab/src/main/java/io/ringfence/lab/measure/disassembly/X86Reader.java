package io.ringfence.lab.measure.disassembly;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** x86-64 code in objdump's syntax: the written operand comes last. */
final class X86Reader extends CodeReader {
  private static final Pattern CONSTANT = Pattern.compile("mov(?:abs)? \\$0x([0-9a-f]+),%(r\\w+)");
  private static final Pattern COPY = Pattern.compile("mov %(r\\w+),%(r\\w+)");
  private static final Pattern MEMORY = Pattern.compile("(-?)(?:0x([0-9a-f]+))?\\(%(r\\w+)\\)");
  private static final Pattern WRITTEN = Pattern.compile(".*[, ]%(\\w+)");

  X86Reader(long memory, Map<Integer, String> fields, Map<Long, String> stubs) {
    super(memory, fields, stubs);
  }

  @Override
  Optional<Step> step(String instruction) {
    if (instruction.matches("(data16 )*(rex\\S* )*call.*")) {
      return call();
    }
    Optional<Step> barrier = barrier(instruction, "lock addl", "mfence", "lfence", "sfence");
    if (barrier.isPresent()) {
      return barrier;
    }
    Matcher memory = MEMORY.matcher(instruction);
    Optional<Step> access = memory.find() ? access(instruction, memory) : Optional.empty();
    follow(instruction);
    return access;
  }

  private Optional<Step> access(String instruction, Matcher memory) {
    boolean store = memory.end() == instruction.length() && !instruction.matches("(cmp|test).*");
    long offset = memory.group(2) == null ? 0 : Long.parseLong(memory.group(2), 16);
    return field(memory.group(3), memory.group(1).isEmpty() ? offset : -offset)
        .map(name ->
            new Step(
                instruction.startsWith("xchg") || instruction.startsWith("lock") ? "xchg" : null,
                name,
                store));
  }

  private void follow(String instruction) {
    Matcher constant = CONSTANT.matcher(instruction);
    Matcher copy = COPY.matcher(instruction);
    Matcher written = WRITTEN.matcher(instruction);
    if (constant.matches()) {
      constant(constant.group(2), Long.parseUnsignedLong(constant.group(1), 16));
    } else if (copy.matches() && constant(copy.group(1)).isPresent()) {
      constant(copy.group(2), constant(copy.group(1)).get());
    } else if (written.matches()) {
      forget(whole(written.group(1)));
    }
  }

  /** Returns the 64-bit register that contains a smaller one. */
  private static String whole(String register) {
    if (register.matches("r\\d+[dwb]?")) {
      return register.replaceFirst("[dwb]$", "");
    }
    String name = register.replaceFirst("^[er](?=[a-z])", "").replaceFirst("l$", "");
    return "r" + (name.length() == 1 ? name + "x" : name);
  }
}
