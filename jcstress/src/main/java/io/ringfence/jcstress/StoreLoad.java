package io.ringfence.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * K2 and K3 in sequence: the device stores, then loads what the driver stores. At least one side
 * must see the other's store.
 */
public class StoreLoad {
  private StoreLoad() {}

  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "notified")
  @State
  public static class None extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("none");

    @Actor
    public void device(II_Result result) {
      DEVICE.publish(memory, FIRST, 1);
      result.r1 = DEVICE.loadAfterStore(memory, SECOND);
    }

    @Actor
    public void driver(II_Result result) {
      result.r2 = driverStoresThenLoads(SECOND, FIRST);
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "notified")
  @State
  public static class Acqrel extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("acqrel");

    @Actor
    public void device(II_Result result) {
      DEVICE.publish(memory, FIRST, 1);
      result.r1 = DEVICE.loadAfterStore(memory, SECOND);
    }

    @Actor
    public void driver(II_Result result) {
      result.r2 = driverStoresThenLoads(SECOND, FIRST);
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "notified")
  @State
  public static class Auto extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("auto");

    @Actor
    public void device(II_Result result) {
      DEVICE.publish(memory, FIRST, 1);
      result.r1 = DEVICE.loadAfterStore(memory, SECOND);
    }

    @Actor
    public void driver(II_Result result) {
      result.r2 = driverStoresThenLoads(SECOND, FIRST);
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "notified")
  @State
  public static class Smp extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("smp");

    @Actor
    public void device(II_Result result) {
      DEVICE.publish(memory, FIRST, 1);
      result.r1 = DEVICE.loadAfterStore(memory, SECOND);
    }

    @Actor
    public void driver(II_Result result) {
      result.r2 = driverStoresThenLoads(SECOND, FIRST);
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "notified")
  @State
  public static class SmpRel extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("smp-rel");

    @Actor
    public void device(II_Result result) {
      DEVICE.publish(memory, FIRST, 1);
      result.r1 = DEVICE.loadAfterStore(memory, SECOND);
    }

    @Actor
    public void driver(II_Result result) {
      result.r2 = driverStoresThenLoads(SECOND, FIRST);
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "notified")
  @State
  public static class Dma extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("dma");

    @Actor
    public void device(II_Result result) {
      DEVICE.publish(memory, FIRST, 1);
      result.r1 = DEVICE.loadAfterStore(memory, SECOND);
    }

    @Actor
    public void driver(II_Result result) {
      result.r2 = driverStoresThenLoads(SECOND, FIRST);
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "notified")
  @State
  public static class Mandatory extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("mandatory");

    @Actor
    public void device(II_Result result) {
      DEVICE.publish(memory, FIRST, 1);
      result.r1 = DEVICE.loadAfterStore(memory, SECOND);
    }

    @Actor
    public void driver(II_Result result) {
      result.r2 = driverStoresThenLoads(SECOND, FIRST);
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "notified")
  @State
  public static class Seqcst extends SharedWords {
    private static final Primitives DEVICE = Primitives.of("seqcst");

    @Actor
    public void device(II_Result result) {
      DEVICE.publish(memory, FIRST, 1);
      result.r1 = DEVICE.loadAfterStore(memory, SECOND);
    }

    @Actor
    public void driver(II_Result result) {
      result.r2 = driverStoresThenLoads(SECOND, FIRST);
    }
  }
}
