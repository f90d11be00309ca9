package io.ringfence.server.worker;

import io.ringfence.server.os.ThreadUsage;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The layout of a slice's record: a row of longs.
 *
 * <pre>
 *   arm, armBefore                    which arm served, and which one before; -1 for the first
 *   begin.*                           right after the swap
 *   counted.*                         at the end of the washout
 *   end.*                             at the end of the slice, before the next swap
 * </pre>
 *
 * <p>Each of the three snapshots has the same fields; all but the first are counts that only grow.
 */
public final class SliceField {
  /** The number of the arm. */
  public static final int ARM = 0;

  /** The number of the arm before. */
  public static final int ARM_BEFORE = 1;

  private static final int SNAPSHOTS = 2; // where the first one begins
  private static final List<String> OF_THREAD =
      List.of("nanos", "cpuNanos", "voluntarySwitches", "involuntarySwitches");
  private static final int OF_RING = RingCounter.values().length;
  private static final List<String> SNAPSHOT = snapshot();

  private SliceField() {}

  private static List<String> snapshot() {
    var names = new ArrayList<>(OF_THREAD);
    for (RingRole role : RingRole.values()) {
      for (RingCounter counter : RingCounter.values()) {
        names.add(role.label() + "." + counter.jsonName());
      }
    }
    return List.copyOf(names);
  }

  /** A moment of a slice at which everything is read. */
  enum Moment {
    BEGIN,
    COUNTED,
    END;

    int offset() {
      return SNAPSHOTS + ordinal() * SNAPSHOT.size();
    }
  }

  /** Names of all values, in their order. */
  public static List<String> names() {
    var names = new ArrayList<>(List.of("arm", "armBefore"));
    for (Moment moment : Moment.values()) {
      String prefix = moment.name().toLowerCase(java.util.Locale.ROOT) + ".";
      SNAPSHOT.forEach(name -> names.add(prefix + name));
    }
    return List.copyOf(names);
  }

  /** Values of a record. */
  public static int width() {
    return SNAPSHOTS + Moment.values().length * SNAPSHOT.size();
  }

  /** Writes a snapshot of the calling worker's thread and its pairs. */
  static void read(Moment moment, ThreadUsage usage, WatchedPair[] pairs, long[] row) {
    int at = moment.offset();
    usage.read();
    row[at++] = System.nanoTime();
    row[at++] = usage.cpuNanos();
    row[at++] = usage.voluntarySwitches();
    row[at++] = usage.involuntarySwitches();
    for (RingRole role : RingRole.values()) {
      Arrays.fill(row, at, at + OF_RING, 0);
      for (WatchedPair watched : pairs) {
        watched.pair().rings().addCounts(role, row, at);
      }
      at += OF_RING;
    }
  }
}
