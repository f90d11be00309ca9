package io.ringfence.lab.checks.dpdk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of virtio_user, which chooses its code by these four. Of the {@code vectorized}
 * variants it vectorises only those that its processor and the other options allow, and logs which.
 */
public record Variant(boolean packed, boolean inOrder, boolean mergeable, boolean vectorized) {
  private static final int VARIANTS = 16;

  /** Returns all variants, split rings first. */
  public static List<Variant> all() {
    List<Variant> all = new ArrayList<>();
    for (int bits = 0; bits < VARIANTS; bits++) {
      all.add(new Variant((bits & 8) != 0, (bits & 4) != 0, (bits & 2) != 0, (bits & 1) != 0));
    }
    return all;
  }

  /** Returns the virtual device on a daemon's socket, as {@code --vdev} takes it. */
  String device(Path socket) {
    return "net_virtio_user0,path=%s,queues=1,packed_vq=%d,in_order=%d,mrg_rxbuf=%d,vectorized=%d"
        .formatted(socket, bit(packed), bit(inOrder), bit(mergeable), bit(vectorized));
  }

  private static int bit(boolean set) {
    return set ? 1 : 0;
  }

  @Override
  public String toString() {
    return "packed_vq=%d in_order=%d mrg_rxbuf=%d vectorized=%d"
        .formatted(bit(packed), bit(inOrder), bit(mergeable), bit(vectorized));
  }
}
