package io.ringfence.ring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An objdump of this machine that reads an architecture's code; binutils has one for each. */
record Disassembler(String program, String machine) {
  private static final byte[] ANYTHING = {1, 2, 3, 4}; // but zeros, which objdump leaves out

  /** Nothing where this machine has none: `apt install binutils-multiarch` has them all. */
  static Optional<Disassembler> of(Architecture architecture) {
    Stream<Disassembler> known =
        switch (architecture) {
          case X86_64 ->
              Stream.of(
                  new Disassembler("objdump", "i386:x86-64"),
                  new Disassembler("x86_64-linux-gnu-objdump", "i386:x86-64"));
          case AARCH64 ->
              Stream.of(
                  new Disassembler("aarch64-linux-gnu-objdump", "aarch64"),
                  new Disassembler("objdump", "aarch64"));
        };
    return known.filter(Disassembler::works).findFirst();
  }

  private boolean works() {
    try {
      return !read(ANYTHING).isEmpty();
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  /** The instructions, operands one space apart; empty where the machine is not known. */
  List<String> read(byte[] code) throws IOException {
    Path file = Files.createTempFile("stub", ".bin");
    try {
      Files.write(file, code);
      return run(file).filter(line -> line.matches("\\s+[0-9a-f]+:\t.*")).map(this::text).toList();
    } finally {
      Files.delete(file);
    }
  }

  private Stream<String> run(Path file) throws IOException {
    var process =
        new ProcessBuilder(program, "-D", "-b", "binary", "-m", machine, file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return Stream.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Stream.empty();
    }
    return output.lines();
  }

  /** {@code " 0:\tbytes\tdmb\tosh"}: all after the bytes. */
  private String text(String line) {
    String[] columns = line.split("\t", 3);
    return columns[2].strip().replaceAll("\\s+", " ");
  }
}
