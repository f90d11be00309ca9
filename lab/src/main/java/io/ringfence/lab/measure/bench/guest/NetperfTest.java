package io.ringfence.lab.measure.bench.guest;

/** A kind of netperf run, with what the daemon should reach against the guest's own TAP. */
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

  /** Whether it counts transactions; otherwise megabits. */
  boolean transactions() {
    return transactions;
  }

  /** Of the rates. */
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
