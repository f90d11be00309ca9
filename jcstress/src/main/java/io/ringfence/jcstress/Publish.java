package io.ringfence.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * K2: the device stores plainly, and publishes. An observer of the publication must see the store.
 * Neither the processor nor the compiler may reorder the two. To the compiler, machine code is an
 * ordinary call.
 */
public class Publish {
  private Publish() {}

  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "stale")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "in order")
  @State
  public static class Acqrel extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("acqrel");

    @Actor
    public void device() {
      set(SECOND, 1);
      DEVICE.publish(memory, FIRST, 1);
    }

    @Actor
    public void driver(II_Result result) {
      result.r1 = driverAcquires(FIRST);
      result.r2 = get(SECOND);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "stale")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "in order")
  @State
  public static class Auto extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("auto");

    @Actor
    public void device() {
      set(SECOND, 1);
      DEVICE.publish(memory, FIRST, 1);
    }

    @Actor
    public void driver(II_Result result) {
      result.r1 = driverAcquires(FIRST);
      result.r2 = get(SECOND);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "stale")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "in order")
  @State
  public static class Smp extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("smp");

    @Actor
    public void device() {
      set(SECOND, 1);
      DEVICE.publish(memory, FIRST, 1);
    }

    @Actor
    public void driver(II_Result result) {
      result.r1 = driverAcquires(FIRST);
      result.r2 = get(SECOND);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "stale")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "in order")
  @State
  public static class SmpRel extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("smp-rel");

    @Actor
    public void device() {
      set(SECOND, 1);
      DEVICE.publish(memory, FIRST, 1);
    }

    @Actor
    public void driver(II_Result result) {
      result.r1 = driverAcquires(FIRST);
      result.r2 = get(SECOND);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "stale")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "in order")
  @State
  public static class Dma extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("dma");

    @Actor
    public void device() {
      set(SECOND, 1);
      DEVICE.publish(memory, FIRST, 1);
    }

    @Actor
    public void driver(II_Result result) {
      result.r1 = driverAcquires(FIRST);
      result.r2 = get(SECOND);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "stale")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "in order")
  @State
  public static class Mandatory extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("mandatory");

    @Actor
    public void device() {
      set(SECOND, 1);
      DEVICE.publish(memory, FIRST, 1);
    }

    @Actor
    public void driver(II_Result result) {
      result.r1 = driverAcquires(FIRST);
      result.r2 = get(SECOND);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "stale")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "in order")
  @State
  public static class Seqcst extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("seqcst");

    @Actor
    public void device() {
      set(SECOND, 1);
      DEVICE.publish(memory, FIRST, 1);
    }

    @Actor
    public void driver(II_Result result) {
      result.r1 = driverAcquires(FIRST);
      result.r2 = get(SECOND);
    }
  }
}
