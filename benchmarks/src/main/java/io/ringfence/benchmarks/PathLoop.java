package io.ringfence.benchmarks;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.pair.DataPathRealms;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a frame cost on the daemon's whole path from a transmit ring into a receive ring, in
 * nanoseconds, in bursts of 32?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class PathLoop {
  private static final int BURST = 32;

  @Param({"auto", "smp", "mandatory", "seqcst"})
  private String policy;

  @Param({"split", "packed"})
  private String format;

  @Param({"64", "1518"})
  private int bytes;

  private LoopedPair pair;

  /** Called by JMH. */
  public PathLoop() {}

  /** Creates a pair with the policy's code. */
  @Setup
  public void setUp() {
    pair = new LoopedPair(format.equals("packed"), bytes);
    pair.swap(new DataPathRealms().factory(BarrierPolicy.parse(policy)));
  }

  /** Closes the pair. */
  @TearDown
  public void tearDown() {
    pair.close();
  }

  /** Sends a burst out and back. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void loop() {
    pair.burst(BURST);
  }
}
