package io.ringfence.benchmarks;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import io.ringfence.testkit.memory.GuestRam;
import java.util.Set;
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
 * What does each stage of the device's work cost, in nanoseconds a frame?
 *
 * <p>A stage is the difference to the method before it: offer (the driver's writes), take (head and
 * walk), put (used element), publish, decide (interrupt), rest (kicks off and on); copy is compared
 * with take. Publishing, deciding and resting are done once a burst.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class RingStages {
  private static final int FRAMES = 32; // of an invocation, in bursts

  /** A fork each, so that no policy is measured in code that has seen another. */
  @Param({"auto", "smp", "smp-rel", "mandatory", "seqcst"})
  private String policy;

  @Param({"split", "packed"})
  private String format;

  @Param({"1", "32"})
  private int burst;

  @Param({"76"}) // the header and 64 bytes
  private int bytes;

  private GuestRam ram;
  private PresetRing ring;
  private Stages stages;

  /** For the harness. */
  public RingStages() {}

  /** Memory, a ring in it, a device at its beginning. */
  @Setup
  public void setUp() {
    boolean packed = format.equals("packed");
    ram = GuestRam.anonymous(DeviceMemory.BYTES);
    ring = new PresetRing(ram, packed, bytes, false);
    var realm =
        new BarrierRealm(
            BarrierPolicy.parse(policy),
            Set.of(RealmStages.class.getName())::contains,
            RingStages.class.getClassLoader());
    stages = realm.instantiate(Stages.class, RealmStages.class.getName());
    stages.start(ring.config(), DeviceMemory.of(ram), PresetRing.start(packed));
  }

  /** Ends it. */
  @TearDown
  public void tearDown() {
    ram.close();
  }

  /** The driver's writes alone. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int a_offer() {
    for (int done = 0; done < FRAMES; done += burst) {
      ring.offer(burst);
    }
    return ring.seen();
  }

  /** And the device takes. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int b_take() {
    int taken = 0;
    for (int done = 0; done < FRAMES; done += burst) {
      ring.offer(burst);
      taken += stages.take(burst);
    }
    return checked(taken);
  }

  /** And copies. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int c_copy() {
    int taken = 0;
    for (int done = 0; done < FRAMES; done += burst) {
      ring.offer(burst);
      taken += stages.copy(burst, bytes);
    }
    return checked(taken);
  }

  /** Or writes used elements. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int d_put() {
    int taken = 0;
    for (int done = 0; done < FRAMES; done += burst) {
      ring.offer(burst);
      taken += stages.put(burst);
    }
    return checked(taken);
  }

  /** And publishes. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int e_publish() {
    int taken = 0;
    for (int done = 0; done < FRAMES; done += burst) {
      ring.offer(burst);
      taken += stages.publish(burst);
    }
    return checked(taken);
  }

  /** And decides on an interrupt. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int f_decide() {
    int taken = 0;
    for (int done = 0; done < FRAMES; done += burst) {
      ring.offer(burst);
      taken += stages.decide(burst);
    }
    return checked(taken);
  }

  /** And rests. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int g_rest() {
    int taken = 0;
    for (int done = 0; done < FRAMES; done += burst) {
      ring.offer(burst);
      taken += stages.rest(burst);
    }
    return checked(taken);
  }

  /** An answer of more counts one above: only the first decision may say so, and wraps do. */
  private static int checked(int taken) {
    if (taken < FRAMES) {
      throw new IllegalStateException(
          "%d of %d frames taken: the ring has run dry".formatted(taken, FRAMES));
    }
    return taken;
  }
}
