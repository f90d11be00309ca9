package io.ringfence.lab.measure.verify;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Order;
import io.ringfence.ring.OrderingPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The verdicts of formal models that come with the program; {@code scripts/litmus} generates them.
 */
public final class FormalTable {
  /** The architectures, and Linux's own model, in order of display. */
  public static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64", "armv7", "lkmm");

  /** S3 of a device that would not copy what it reads; listed in addition to the others. */
  public static final String IN_PLACE = "S3-in-place";

  private static final String FILE = "verdicts.tsv";

  private final List<String> origin = new ArrayList<>();
  private final Map<String, FormalVerdict> verdicts = new HashMap<>();

  private FormalTable(String text) {
    for (String line : text.lines().toList()) {
      if (line.startsWith("#")) {
        origin.add(line.substring(1).strip());
      } else {
        String[] cells = line.split("\t", -1);
        var verdict =
            FormalVerdict.of(
                cells[0],
                cells[1],
                cells[2],
                cells[3].equals("allowed"),
                List.of(cells[4].split(" ")));
        verdicts.put(key(verdict.point(), verdict.arch(), verdict.policy()), verdict);
      }
    }
    origin.removeLast(); // the columns' names
  }

  /** Returns the table that comes with the program. */
  public static FormalTable shipped() {
    try (InputStream in = FormalTable.class.getResourceAsStream(FILE)) {
      return new FormalTable(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(FILE, e);
    }
  }

  /** Returns the origin of the verdicts and their assumptions, one per line. */
  public List<String> origin() {
    return List.copyOf(origin);
  }

  /** Returns a policy's verdicts: every point, then S3 in place, on each architecture. */
  public List<FormalVerdict> of(BarrierPolicy policy) {
    List<FormalVerdict> rows = new ArrayList<>();
    for (OrderingPoint point : OrderingPoint.values()) {
      for (String arch : ARCHITECTURES) {
        rows.add(row(point.name(), arch, policy.at(point)).named(policy.spec()));
      }
    }
    for (String arch : ARCHITECTURES) {
      rows.add(row(IN_PLACE, arch, policy.at(OrderingPoint.S3)).named(policy.spec()));
    }
    return rows;
  }

  /**
   * A call that only returns orders nothing: the control has the verdicts of the order that it
   * wraps.
   */
  private FormalVerdict row(String point, String arch, Order order) {
    Order known = order.inlined();
    FormalVerdict verdict = verdicts.get(key(point, arch, known.label()));
    if (verdict == null) {
      throw new IllegalStateException(
          "%s: no verdict on %s, %s, %s".formatted(FILE, point, arch, known.label()));
    }
    return verdict;
  }

  private static String key(String point, String arch, String policy) {
    return String.join(" ", point, arch, policy);
  }
}
