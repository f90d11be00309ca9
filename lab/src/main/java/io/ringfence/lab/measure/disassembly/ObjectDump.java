package io.ringfence.lab.measure.disassembly;

import io.ringfence.lab.LabException;
import io.ringfence.ring.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * An objdump of binutils that reads an architecture's machine code.
 *
 * @param program its name
 * @param machine its name of the architecture
 */
record ObjectDump(String program, String machine) {
  private static final byte[] ANYTHING = {1, 2, 3, 4}; // except zeros, which objdump leaves out

  /**
   * @throws LabException if this machine has none
   */
  static ObjectDump of(Architecture architecture) {
    Stream<ObjectDump> known =
        switch (architecture) {
          case X86_64 ->
              Stream.of(
                  new ObjectDump("objdump", "i386:x86-64"),
                  new ObjectDump("x86_64-linux-gnu-objdump", "i386:x86-64"));
          case AARCH64 ->
              Stream.of(
                  new ObjectDump("objdump", "aarch64"),
                  new ObjectDump("aarch64-linux-gnu-objdump", "aarch64"));
        };
    return known
        .filter(ObjectDump::works)
        .findFirst()
        .orElseThrow(() ->
            new LabException(
                "no objdump that reads %s; install binutils (or binutils-multiarch)"
                    .formatted(architecture.label())));
  }

  private boolean works() {
    try {
      return !instructions(new JitOutput.Code(0, ANYTHING)).isEmpty();
    } catch (LabException noSuchProgram) {
      return false;
    }
  }

  /** Returns the instructions, operands separated by one space. */
  List<String> instructions(JitOutput.Code code) {
    try {
      Path file = Files.createTempFile("ringfence-code", ".bin");
      try {
        Files.write(file, code.bytes());
        return run(file, code.address())
            .filter(line -> line.matches("\\s*[0-9a-f]+:\\s.*"))
            .map(line -> line.replaceFirst("\\s*[0-9a-f]+:", "").strip().replaceAll("\\s+", " "))
            .filter(line -> !line.isEmpty())
            .toList();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new LabException(program + ": " + e.getMessage(), e);
    }
  }

  private Stream<String> run(Path file, long address) throws IOException {
    Process process =
        new ProcessBuilder(
                program,
                "-D",
                "-b",
                "binary",
                "-m",
                machine,
                "--no-show-raw-insn",
                "--adjust-vma=0x" + Long.toHexString(address),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      if (process.waitFor() != 0) {
        throw new LabException(program + ": " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
    return output.lines();
  }
}
