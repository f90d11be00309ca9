package io.ringfence.lab.measure.slices;

/**
 * One boot's transactions, counted twice over the same time: washouts and voided slices included.
 *
 * @param boot of guest and daemon, from 1
 * @param frames transactions that the daemon counted from frames
 * @param netperf transactions that netperf reports
 */
public record TransactionCount(int boot, long frames, long netperf) {

  /** Returns by how much the daemon's count differs from netperf's, in percent of netperf's. */
  public double percent() {
    return 100.0 * (frames - netperf) / netperf;
  }
}
