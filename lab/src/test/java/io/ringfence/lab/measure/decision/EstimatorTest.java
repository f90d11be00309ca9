package io.ringfence.lab.measure.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.ringfence.lab.kit.statistics.Effect;
import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimatorTest {
  private static final Contrast SMP = new Contrast("smp", "auto");

  private static Plan plan(int boots, int superblock) {
    return new Plan(
        List.of("auto", "smp"),
        2,
        boots,
        superblock,
        superblock,
        Timing.STANDARD,
        List.of(SliceMetric.WORKER_CPU, SliceMetric.RATE),
        List.of(SMP),
        List.of(),
        List.of(),
        List.of(),
        1,
        0.05,
        0,
        1);
  }

  private static Slice slice(int boot, Arm arm, int block, long cpu, long transactions) {
    return new Slice(
        boot, arm.policy(), arm.instance(), "", block, block, 1000, cpu, transactions, false);
  }

  /** Blocks in which each arm spends so much CPU on a transaction, times a drift of the block. */
  private static List<Slice> blocks(Plan plan, int boot, int blocks, long... cpus) {
    List<Slice> slices = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < cpus.length; i++) {
        slices.add(slice(boot, plan.arms().get(i), block, cpus[i] * (block + 1) * 10, 10));
      }
    }
    return slices;
  }

  @Test
  void theDifferenceIsTheLogarithmOfTheRatioAndDriftCancels() {
    Plan plan = plan(1, 2);
    Estimator estimator =
        new Estimator(plan, Superblocks.of(plan, blocks(plan, 1, 6, 100, 100, 110, 110)));

    Effect effect = estimator.effect(SMP, SliceMetric.WORKER_CPU);

    assertThat(effect.estimate()).isCloseTo(Math.log(1.1), within(1e-12));
    // Blocks that grow sixfold add nothing to the spread between instances.
    assertThat(effect.error()).isCloseTo(0, within(1e-12));
    assertThat(effect.units()).isEqualTo(2);
  }

  @Test
  void theReferencesOwnSpreadIsInTheError() {
    Plan plan = plan(1, 2);
    Estimator estimator =
        new Estimator(plan, Superblocks.of(plan, blocks(plan, 1, 6, 100, 104, 110, 110)));

    assertThat(estimator.effect(SMP, SliceMetric.WORKER_CPU).error())
        .isCloseTo(Math.log(1.04) / 2, within(1e-12));
  }

  @Test
  void aBootIsTheUnitOfSeveralBoots() {
    Plan plan = plan(2, 2);
    List<Slice> slices = blocks(plan, 1, 4, 100, 100, 110, 110);
    slices.addAll(blocks(plan, 2, 4, 200, 200, 240, 240));
    Estimator estimator = new Estimator(plan, Superblocks.of(plan, slices));

    assertThat(estimator.perBoot(plan.arms("smp"), plan.arms("auto"), SliceMetric.WORKER_CPU))
        .containsExactly(new double[] {Math.log(1.1), Math.log(1.2)}, within(1e-12));
    assertThat(estimator.effect(SMP, SliceMetric.WORKER_CPU).freedom()).isEqualTo(1);
  }

  @Test
  void oneBootOfSeveralHasNoLimits() {
    Plan plan = plan(2, 2);
    Estimator estimator =
        new Estimator(plan, Superblocks.of(plan, blocks(plan, 1, 4, 100, 100, 110, 110)));

    assertThat(estimator.effect(SMP, SliceMetric.RATE).bounded()).isFalse();
  }

  @Test
  void aSliceWithoutATransactionStaysIn() {
    Plan plan = plan(1, 2);
    List<Slice> slices = blocks(plan, 1, 4, 100, 100, 100, 100);
    slices.add(slice(1, new Arm("smp", 1), 3, 0, 0));
    Superblocks superblocks = Superblocks.of(plan, slices);

    // 2000 ns for 20 transactions without it, 3000 ns with it.
    assertThat(superblocks.logs(1, new Arm("smp", 1), SliceMetric.RATE)[1])
        .isCloseTo(Math.log(20 / 3000.0), within(1e-12));
  }

  @Test
  void aSuperblockGoesOnUntilEveryArmHasATransaction() {
    Plan plan = plan(1, 2);
    List<Slice> slices =
        blocks(plan, 1, 6, 100, 100, 100, 100).stream()
            .map(each ->
                each.arm().equals(new Arm("auto", 1)) && each.block() < 2
                    ? slice(1, each.arm(), each.block(), 5, 0)
                    : each)
            .toList();

    // Blocks 0 to 2 and 3 to 4; block 5 joins the last.
    assertThat(Superblocks.of(plan, slices).count(1)).isEqualTo(2);
  }

  @Test
  void aVoidedSliceAddsNothing() {
    Plan plan = plan(1, 2);
    List<Slice> slices = blocks(plan, 1, 4, 100, 100, 100, 100);
    slices.add(new Slice(1, "smp", 1, "", 3, 0, 9_999_999, 9_999_999, 1, true));
    Estimator estimator = new Estimator(plan, Superblocks.of(plan, slices));

    assertThat(estimator.effect(SMP, SliceMetric.WORKER_CPU).estimate()).isZero();
  }

  @Test
  void whatCannotBeSummedUpIsRefused() {
    Plan plan = plan(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Superblocks.of(plan, List.of()))
        .withMessage("0 slices; an analysis needs at least one block");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Superblocks.of(plan, List.of(slice(1, new Arm("dma", 1), 4, 1, 1))))
        .withMessage(
            "boot 1, block 4: a slice of dma#1; the plan's arms are"
                + " [auto#1, auto#2, smp#1, smp#2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Superblocks.of(plan, blocks(plan, 1, 2, 100, 100, 100)))
        .withMessage(
            "boot 1, smp#2: 0 transactions in 0 ns with 0 ns of CPU;"
                + " each must be positive. Run longer");
    List<Slice> twoBoots = blocks(plan, 1, 2, 100, 100, 100, 100);
    twoBoots.addAll(blocks(plan, 3, 2, 100, 100, 100, 100));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Estimator(plan, Superblocks.of(plan, twoBoots)).effect(SMP, SliceMetric.RATE))
        .withMessage("slices of 2 boots [1, 3]; the plan has one");
  }
}
