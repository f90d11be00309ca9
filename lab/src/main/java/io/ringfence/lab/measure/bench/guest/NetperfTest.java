package io.ringfence.lab.measure.bench.guest;

/** A kind of netperf run, with the daemon's target relative to the guest's own TAP. */
enum NetperfTest {
  TCP_RR(true, 1.0),
  UDP_RR(true, 1.0),
  TCP_STREAM(false, 1.2),
  TCP_MAERTS(false, 1.2);

  private final boolean transactions;
  private final double leastRatio;

  NetperfTest(boolean transactions, double leastRatio) {
    this.transactions = transactions;
    this.leastRatio = leastRatio;
  }

  /** Returns whether it counts transactions; otherwise megabits. */
  boolean transactions() {
    return transactions;
  }

  /** Returns the target for the ratio of rates. */
  double leastRatio() {
    return leastRatio;
  }

  String rateUnit() {
    return transactions ? "trans/s" : "Mbit/s";
  }

  String cpuUnit() {
    return transactions ? "us/transaction" : "us/MB";
  }
}
