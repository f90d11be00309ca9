package io.ringfence.lab.measure.disassembly;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** aarch64 code in objdump's syntax. */
final class ArmReader extends CodeReader {
  private static final Pattern MOVE = Pattern.compile("movz? x(\\d+), #0x([0-9a-f]+).*");
  private static final Pattern KEEP =
      Pattern.compile("movk x(\\d+), #0x([0-9a-f]+)(?:, lsl #(\\d+))?.*");
  private static final Pattern PAGE = Pattern.compile("adrp x(\\d+), 0x([0-9a-f]+).*");
  private static final Pattern SUM = Pattern.compile("add x(\\d+), x(\\d+), #0x([0-9a-f]+).*");
  private static final Pattern MEMORY =
      Pattern.compile("(\\w+) [wx](\\w+), \\[x(\\d+)(?:, #(\\d+))?\\].*");
  private static final Pattern WRITTEN = Pattern.compile("\\w+ [wx](\\d+),.*");

  ArmReader(long memory, Map<Integer, String> fields, Map<Long, String> stubs) {
    super(memory, fields, stubs);
  }

  @Override
  Optional<Step> step(String instruction) {
    if (instruction.matches("blr? .*")) {
      return call();
    }
    if (instruction.matches("d[ms]b .*")) {
      return Optional.of(Step.barrier(instruction));
    }
    Matcher memory = MEMORY.matcher(instruction);
    if (memory.matches()) {
      return access(memory);
    }
    follow(instruction);
    return Optional.empty();
  }

  private Optional<Step> access(Matcher memory) {
    String name = memory.group(1);
    long offset = memory.group(4) == null ? 0 : Long.parseLong(memory.group(4));
    Optional<String> field = field(memory.group(3), offset);
    boolean store = name.startsWith("st");
    if (!store && memory.group(2).matches("\\d+")) {
      forget(memory.group(2));
    }
    String ordered = name.startsWith("ldapr") ? "ldapr" : name.startsWith("ldar") ? "ldar" : null;
    String barrier = name.startsWith("stlr") ? "stlr" : ordered;
    return field.isPresent() || barrier != null
        ? Optional.of(new Step(barrier, field.orElse(null), store))
        : Optional.empty();
  }

  private void follow(String instruction) {
    Matcher move = MOVE.matcher(instruction);
    Matcher keep = KEEP.matcher(instruction);
    Matcher written = WRITTEN.matcher(instruction);
    Matcher page = PAGE.matcher(instruction);
    Matcher sum = SUM.matcher(instruction);
    if (page.matches()) {
      constant(page.group(1), Long.parseUnsignedLong(page.group(2), 16));
    } else if (sum.matches() && constant(sum.group(2)).isPresent()) {
      constant(sum.group(1), constant(sum.group(2)).get() + Long.parseLong(sum.group(3), 16));
    } else if (move.matches()) {
      constant(move.group(1), Long.parseUnsignedLong(move.group(2), 16));
    } else if (keep.matches()) {
      int shift = keep.group(3) == null ? 0 : Integer.parseInt(keep.group(3));
      long part = Long.parseLong(keep.group(2), 16) << shift;
      constant(keep.group(1))
          .ifPresent(value -> constant(keep.group(1), value & ~(0xffffL << shift) | part));
    } else if (written.matches()) {
      forget(written.group(1));
    }
  }
}
