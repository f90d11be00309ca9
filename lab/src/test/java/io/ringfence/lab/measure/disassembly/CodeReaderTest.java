package io.ringfence.lab.measure.disassembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instructions as objdump writes them, and what they come to. */
class CodeReaderTest {
  private static final Map<Integer, String> FIELDS = Map.of(0, "used.idx", 0x80, "used_event");
  private static final Map<Long, String> STUBS = Map.of(0x7f00_0040L, "mfence", 0x7f00_0000L, "");

  private static List<String> x86(String... instructions) {
    return new X86Reader(0x7fcc_1000, FIELDS, STUBS)
        .steps(List.of(instructions)).stream().map(Step::toString).toList();
  }

  private static List<String> arm(String... instructions) {
    return new ArmReader(0xffff_8000_1000L, FIELDS, STUBS)
        .steps(List.of(instructions)).stream().map(Step::toString).toList();
  }

  @Test
  void x86AccessesAreKnownByTheirAddress() {
    assertThat(
            x86(
                "movabs $0x7fcc1000,%r10",
                "mov %ebp,(%r10)",
                "lock addl $0x0,-0x40(%rsp)",
                "movswl 0x80(%r10),%eax",
                "mov %r10,%rsi",
                "mov %eax,%r10d",
                "mov %ebp,(%r10)",
                "cmp %eax,(%rsi)"))
        .containsExactly("store used.idx", "lock addl", "load used_event", "load used.idx");
  }

  @Test
  void x86CallsAreKnownByTheStubTheyAreGiven() {
    assertThat(
            x86(
                "movabs $0x7f000040,%rsi",
                "call 0x7f0000001234",
                "call 0x7f0000001234",
                "mov $0x7f000000,%rsi",
                "data16 rex.W call 0x7f0000001234"))
        .containsExactly("call mfence", "call");
  }

  @Test
  void x86BarriersAreTold() {
    assertThat(x86("mfence", "lfence", "sfence", "movabs $0x7fcc1080,%r8", "xchg %eax,(%r8)"))
        .containsExactly("mfence", "lfence", "sfence", "store used_event by xchg");
  }

  @Test
  void armAccessesAndBarriersAreTold() {
    assertThat(
            arm(
                "mov x10, #0x1000 // #4096",
                "movk x10, #0x8000, lsl #16",
                "movk x10, #0xffff, lsl #32",
                "str w1, [x10]",
                "dmb ish",
                "ldrsh w0, [x10, #128]",
                "stlr w1, [x10]",
                "ldarh w10, [x10]",
                "str w1, [x10]"))
        .containsExactly(
            "store used.idx",
            "dmb ish",
            "load used_event",
            "store used.idx by stlr",
            "load used.idx by ldar");
  }

  @Test
  void armAddressesOfPagesAreFollowed() {
    assertThat(
            arm(
                "adrp x10, 0xffff80001000",
                "add x10, x10, #0x80",
                "str w1, [x10]",
                "add x10, x11, #0x0",
                "str w1, [x10]",
                "ldarh w29, [x10]"))
        .containsExactly("store used_event", "ldar");
  }

  @Test
  void armCallsAreKnownByTheStubTheyAreGiven() {
    assertThat(
            arm(
                "adrp x29, 0xffff80001000",
                "mov x1, #0x40",
                "movk x1, #0x7f00, lsl #16",
                "bl 0x1234",
                "blr x9",
                "ldrh w0, [x29]"))
        .containsExactly("call mfence", "load used.idx");
  }

  @Test
  void aJvmsOutputGivesTheLastCodeOfEveryMethod() {
    JitOutput output =
        JitOutput.parse(
            List.of(
                "Compiled method (c2) 1 2             a.B::c (3 bytes)",
                "[MachCode]",
                "  0x00007f0000000010: 90",
                "[/MachCode]",
                "Compiled method (c2) 1 2             a.B::c (3 bytes)",
                "[MachCode]",
                "  # {method} {0x00007f0c9c40d420} 'c' '(I)I' in 'a/B'",
                "  0x00007f0000000020: 8984 2400 | c0 ",
                "",
                "  0x00007f0000000025: ;   {static_call}",
                "  0x00007f0000000025: 0fae | f0c3 ",
                "[Stub Code]",
                "  0x00007f0000000029: f4f4 "));

    assertThat(output.code("a.B::c").address()).isEqualTo(0x7f00_0000_0020L);
    assertThat(output.code("a.B::c").bytes())
        .isEqualTo(
            new byte[] {
              (byte) 0x89,
              (byte) 0x84,
              0x24,
              0,
              (byte) 0xc0,
              0xf,
              (byte) 0xae,
              (byte) 0xf0,
              (byte) 0xc3
            });
    assertThatThrownBy(() -> output.code("a.B::d"))
        .isInstanceOf(LabException.class)
        .hasMessage("a.B::d was not compiled by C2; compiled were [a.B::c]");
  }
}
