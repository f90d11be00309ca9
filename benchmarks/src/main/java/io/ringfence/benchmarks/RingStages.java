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
 * What does each stage of the device's work cost, in nanoseconds per frame?
 *
 * <p>A stage is the difference to the method before it: offer (the driver's writes), take (head and
 * walk), put (used element), publish, decide (interrupt), rest (kicks off and on). Copy is compared
 * with take. Publish, decide and rest run once per burst.
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
  private static final int FRAMES = 32; // per invocation, in bursts

  /** One fork per policy: no policy runs in code that was compiled for another. */
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

  /** Called by JMH. */
  public RingStages() {}

  /** Creates memory, a ring in it, and a device at its start position. */
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

  /** Closes the memory. */
  @TearDown
  public void tearDown() {
    ram.close();
  }

  /** Measures the driver's writes alone. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int a_offer() {
    for (int done = 0; done < FRAMES; done += burst) {
      ring.offer(burst);
    }
    return ring.seen();
  }

  /** Adds the take of the device. */
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

  /** Adds a copy to {@link #b_take}. */
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

  /** Adds used elements to {@link #b_take}. */
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

  /** Adds the publication. */
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

  /** Adds the interrupt decision. */
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

  /** Adds the kicks off and on. */
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

  /**
   * Checks the count of taken frames. A positive interrupt decision adds one, at the first decision
   * and at index wraps.
   */
  private static int checked(int taken) {
    if (taken < FRAMES) {
      throw new IllegalStateException(
          "%d of %d frames taken: the ring is empty".formatted(taken, FRAMES));
    }
    return taken;
  }
}
