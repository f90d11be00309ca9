package io.ringfence.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Start inputs for a fuzzer: correct inputs that it varies. */
public final class Seeds {
  private static final int WRITE = 2;
  private static final int NEXT = 1;
  private static final int INDIRECT = 4;

  private Seeds() {}

  /**
   * Writes the seeds of a target as files.
   *
   * @param arguments name of the target's class, and the folder
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    List<byte[]> seeds = of(arguments[0]);
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(folder.resolve("seed-" + i), seeds.get(i));
    }
  }

  /** Returns the seeds of a target. */
  public static List<byte[]> of(String target) {
    return switch (target) {
      case "DecoderTarget" -> messages();
      case "SplitRingTarget" -> rings(false);
      case "PackedRingTarget" -> rings(true);
      default -> throw new IllegalArgumentException("no target " + target);
    };
  }

  // ---- messages -------------------------------------------------------------------------------

  /** Returns each request of the table alone, and a whole start. */
  private static List<byte[]> messages() {
    var seeds = new ArrayList<byte[]>();
    var start = new ByteArrayOutputStream();
    for (int code = 1; code <= 44; code++) {
      for (int words : new int[] {0, 1, 2, 4, 5}) {
        byte[] message = message(code, words, words == 5 || code == 6 || code > 11 && words == 1);
        seeds.add(message);
        start.writeBytes(message);
      }
    }
    seeds.add(start.toByteArray());
    return seeds;
  }

  private static byte[] message(int code, int words, boolean withDescriptor) {
    ByteBuffer bytes = ByteBuffer.allocate(13 + 8 * words).order(ByteOrder.nativeOrder());
    bytes.put((byte) (withDescriptor ? 1 : 0)).putInt(code).putInt(9).putInt(8 * words);
    for (int i = 0; i < words; i++) {
      bytes.putLong(i == 0 && code == 5 ? 1 : 0x1000L * i);
    }
    return bytes.array();
  }

  // ---- rings ----------------------------------------------------------------------------------

  /** Returns chains of the usual shapes: taken, written and returned, with and without extras. */
  private static List<byte[]> rings(boolean packed) {
    var seeds = new ArrayList<byte[]>();
    for (int options = 0; options < 4; options++) {
      for (int size : new int[] {2, 3, 4}) {
        seeds.add(program(packed, size, options, 0));
        seeds.add(program(packed, size, options, 1));
        seeds.add(program(packed, size, options, 2));
      }
    }
    return seeds;
  }

  private static byte[] program(boolean packed, int size, int options, int shape) {
    var out = new ByteArrayOutputStream();
    out.write(size);
    out.write(options);
    for (int round = 0; round < 3; round++) {
      switch (shape) {
        case 0 -> describe(out, packed, 0, 1, 0x20, 60, 0, 0);
        case 1 -> {
          describe(out, packed, 1, 2, 0x10, 30, WRITE, 0);
          describe(out, packed, 0, 1, 0, 60, NEXT, 1);
        }
        default -> {
          describe(out, packed, 0x80, 0, 0x40, 100, NEXT, 1); // entries of a table
          describe(out, packed, 0x80, 0, 0x50, 100, WRITE, 0);
          describe(out, packed, 0, 0, 0x40, 32, INDIRECT, 0);
        }
      }
      steps(out, RingTarget.OFFER, 0, RingTarget.SUPPRESS, RingTarget.TAKE);
      steps(out, RingTarget.GIVE_BACK, RingTarget.TAKE, RingTarget.PUT, 20, 0, 3);
      steps(out, RingTarget.ASK, round, 0, RingTarget.PUBLISH, RingTarget.REST, RingTarget.LOOK);
      steps(out, RingTarget.RESTART);
    }
    return out.toByteArray();
  }

  private static void steps(ByteArrayOutputStream out, int... steps) {
    for (int step : steps) {
      out.write(step);
    }
  }

  /** Describes an entry. For a table, {@code address} also contains the entry's position. */
  private static void describe(
      ByteArrayOutputStream out,
      boolean packed,
      int where,
      int region,
      int address,
      int length,
      int flags,
      int next) {
    steps(out, RingTarget.DESCRIBE, where);
    if ((where & 0x80) != 0) {
      steps(out, address, 0);
    }
    steps(out, region, address, 0, length);
    int first = packed ? 0 : flags;
    int second = packed ? flags : next;
    steps(out, first, 0, second, 0);
  }
}
