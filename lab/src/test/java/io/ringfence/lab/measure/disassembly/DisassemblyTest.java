package io.ringfence.lab.measure.disassembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.measure.disassembly.Disassembly.PolicyCode;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Instructions;
import io.ringfence.ring.OrderingPoint;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code that the JIT of this machine emits, and the reported differences from the table. */
class DisassemblyTest {
  private static final List<String> POLICIES =
      List.of("none", "auto", "dma", "mandatory", "stub:smp");

  @Test
  void theCodeOfThisMachineIsAsTheTableSays() {
    Disassembly disassembly =
        new DisassemblyRunner(new Progress(new PrintStream(OutputStream.nullOutputStream())))
            .run(POLICIES, "scripts/disassembly");

    assertThat(disassembly.faults()).isEmpty();
    assertThat(disassembly.policies()).extracting(PolicyCode::policy).isEqualTo(POLICIES);
    for (PolicyCode policy : disassembly.policies()) {
      assertThat(policy.points()).hasSize(OrderingPoint.values().length - 1); // S3 and S4 are one
      assertThat(policy.methods()).hasSize(6);
    }
    if (Architecture.host() == Architecture.X86_64) {
      assertThat(disassembly.identical()).containsExactly(List.of("auto", "dma"));
    }
    assertThat(executed(disassembly, "none")).containsExactly("S8");
    assertThat(executed(disassembly, "mandatory")).hasSize(OrderingPoint.values().length - 1);
    assertThat(executed(disassembly, "stub:smp")).hasSize(OrderingPoint.values().length - 1);
  }

  private static List<String> executed(Disassembly disassembly, String policy) {
    return disassembly.policies().stream()
        .filter(each -> each.policy().equals(policy))
        .flatMap(each -> each.points().stream())
        .filter(point -> !point.executes().isEmpty())
        .map(Disassembly.PointCode::point)
        .toList();
  }

  @Test
  void codeThatIsNotAsTheTableSaysIsTold() {
    PolicyCode code = reader("mandatory", "lock addl", List.of()).read();

    assertThat(faults(code))
        .contains(
            "mandatory at S5 executes lock addl; the table has "
                + Instructions.at(
                    BarrierPolicy.parse("mandatory"), OrderingPoint.S5, Architecture.X86_64));
    assertThat(code.points()).filteredOn(each -> !each.agrees()).hasSize(10);
  }

  @Test
  void aBarrierThatAQueueHasMoreThanItsPointsIsTold() {
    assertThat(faults(reader("auto", "lock addl", List.of()).read())).isEmpty();
    assertThat(faults(reader("auto", "lock addl", List.of(Step.barrier("mfence"))).read()))
        .containsExactly(
            "auto: SplitQueue::requestKicks has lock addl, mfence; its points have lock addl");
  }

  @Test
  void marksThatChangedPlacesAreTold() {
    var reader =
        new PolicyReader(
            BarrierPolicy.DEFAULT,
            Architecture.X86_64,
            method -> List.of(Step.access("end", true), Step.access("begin", true)));

    assertThatThrownBy(reader::read)
        .isInstanceOf(LabException.class)
        .hasMessage("availLook under auto: its marks are out of order: [store end, store begin]");
  }

  private static List<String> faults(PolicyCode code) {
    return new Disassembly(
            Disassembly.KIND,
            "",
            new Machine("", 1, "", "", ""),
            "x86-64",
            List.of(),
            List.of(code),
            List.of())
        .faults();
  }

  /** Code of a policy whose full fence is as given, and of its queues, one of which has more. */
  private static PolicyReader reader(String policy, String fence, List<Step> more) {
    return new PolicyReader(
        BarrierPolicy.parse(policy),
        Architecture.X86_64,
        method -> {
          List<Step> steps =
              new ArrayList<>(
                  switch (method.substring(method.indexOf("::") + 2)) {
                    case "availLook" -> List.of(Step.access("avail.idx", false));
                    case "descriptorLook" -> List.of(Step.access("desc.flags", false));
                    case "usedPublication" -> pair("used.idx", fence, "used_event");
                    case "kickRequest" -> pair("avail_event", fence, "avail.idx");
                    case "flagsPublication" -> pair("used flags", fence, "driver event");
                    case "packedKickRequest" -> pair("device event", fence, "desc.flags");
                    case "dirtyLog", "interruptWanted", "requestKicks" ->
                        List.of(Step.barrier(fence));
                    default -> List.<Step>of();
                  });
          if (method.startsWith("PointKernels")) {
            steps.addFirst(Step.access("begin", true));
            steps.addLast(Step.access("end", true));
          } else if (method.equals("SplitQueue::requestKicks")) {
            steps.addAll(more);
          }
          return steps;
        });
  }

  private static List<Step> pair(String stored, String fence, String loaded) {
    return List.of(Step.access(stored, true), Step.barrier(fence), Step.access(loaded, false));
  }
}
