package io.ringfence.lab.measure.disassembly;

import io.ringfence.lab.LabException;
import io.ringfence.ring.Architecture;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A fork's output, parsed for the steps of its methods. */
final class ForkOutput {
  private final Architecture architecture;
  private final String jvm;
  private final ObjectDump objectDump;
  private final JitOutput code;
  private final CodeReader reader;

  ForkOutput(List<String> lines) {
    architecture = Architecture.valueOf(value(lines, DisassemblyFork.ARCHITECTURE));
    jvm = value(lines, DisassemblyFork.JVM);
    objectDump = ObjectDump.of(architecture);
    code = JitOutput.parse(lines);
    long memory = Long.parseUnsignedLong(value(lines, DisassemblyFork.MEMORY), 16);
    Map<Integer, String> fields = fields(lines);
    Map<Long, String> stubs = stubs(lines);
    reader =
        switch (architecture) {
          case X86_64 -> new X86Reader(memory, fields, stubs);
          case AARCH64 -> new ArmReader(memory, fields, stubs);
        };
  }

  /** Returns the architecture of the machine code. */
  Architecture architecture() {
    return architecture;
  }

  /** Returns the JVM that emitted it. */
  String jvm() {
    return jvm;
  }

  /** Returns the objdump that reads it. */
  ObjectDump objectDump() {
    return objectDump;
  }

  /** Returns the steps that matter to order in a method of the ring, {@code Class::method}. */
  List<Step> steps(String method) {
    return reader.steps(objectDump.instructions(code.code("io.ringfence.ring.queue." + method)));
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElseThrow(() -> new LabException("the fork did not print its " + name.strip()));
  }

  private static Map<Integer, String> fields(List<String> lines) {
    Map<Integer, String> fields = new HashMap<>();
    for (String line : lines) {
      if (line.startsWith(DisassemblyFork.FIELD)) {
        String[] words = line.split(" ", 3);
        fields.put(Integer.parseInt(words[1]), words[2]);
      }
    }
    return fields;
  }

  /** Returns the stubs by address. Their bytes in executable memory are disassembled, too. */
  private Map<Long, String> stubs(List<String> lines) {
    Map<Long, String> stubs = new HashMap<>();
    for (String line : lines) {
      if (line.startsWith(DisassemblyFork.STUB)) {
        String[] words = line.split(" ");
        long address = Long.parseUnsignedLong(words[2], 16);
        List<String> instructions =
            objectDump.instructions(new JitOutput.Code(address, HexFormat.of().parseHex(words[3])));
        if (instructions.isEmpty() || !instructions.getLast().startsWith("ret")) {
          throw new LabException("the stub %s is %s".formatted(words[1], instructions));
        }
        stubs.put(address, barrier(instructions.subList(0, instructions.size() - 1)));
      }
    }
    return stubs;
  }

  /** What a stub executes before it returns; the operands of a locked addition say nothing. */
  private static String barrier(List<String> instructions) {
    return String.join(", ", instructions).replaceFirst("^lock addl .*", "lock addl");
  }
}
