package io.ringfence.ring;

import static io.ringfence.ring.Architecture.AARCH64;
import static io.ringfence.ring.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ringfence.ring.MachineCode.Stub;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The stubs, against the instruction set manuals, against a disassembler, and by calling them. */
class MachineCodeTest {
  private static final Map<Stub, String> ARM =
      Map.of(
          Stub.NOP, "ret",
          Stub.ARM_DMB_ISH, "dmb ish",
          Stub.ARM_DMB_ISHLD, "dmb ishld",
          Stub.ARM_DMB_ISHST, "dmb ishst",
          Stub.ARM_DMB_OSH, "dmb osh",
          Stub.ARM_DMB_OSHLD, "dmb oshld",
          Stub.ARM_DMB_OSHST, "dmb oshst",
          Stub.ARM_DSB_SY, "dsb sy",
          Stub.ARM_DSB_LD, "dsb ld",
          Stub.ARM_DSB_ST, "dsb st");
  private static final Map<Stub, String> X86 =
      Map.of(
          Stub.NOP, "ret",
          Stub.X86_MFENCE, "mfence",
          Stub.X86_LFENCE, "lfence",
          Stub.X86_SFENCE, "sfence",
          Stub.X86_LOCK_ADDL, "lock addl $0x0,-0x4(%rsp)");

  /**
   * Arm ARM, C6.2: DMB and DSB are {@code 1101 0101 0000 0011 0011 CRm 1 op 1 1111}, op 01 for DMB
   * and 00 for DSB; CRm has the shareability domain and the kind of access.
   */
  @ParameterizedTest
  @CsvSource({
    "ARM_DMB_ISH, 1, 11", "ARM_DMB_ISHLD, 1, 9", "ARM_DMB_ISHST, 1, 10",
    "ARM_DMB_OSH, 1, 3", "ARM_DMB_OSHLD, 1, 1", "ARM_DMB_OSHST, 1, 2",
    "ARM_DSB_SY, 0, 15", "ARM_DSB_LD, 0, 13", "ARM_DSB_ST, 0, 14"
  })
  void anArmStubIsTheEncodingOfItsFields(Stub stub, int op, int crm) {
    int instruction = 0xd503309f | crm << 8 | op << 5;
    int ret = 0xd65f03c0;
    byte[] wanted =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(instruction)
            .putInt(ret)
            .array();
    assertThat(stub.bytes(AARCH64)).isEqualTo(wanted);
    assertThat(stub.bytes(X86_64)).isNull();
  }

  /** Intel SDM, volume 2: 0F AE with 5, 6 or 7 in the reg field of a register ModRM byte. */
  @ParameterizedTest
  @CsvSource({"X86_LFENCE, 5", "X86_MFENCE, 6", "X86_SFENCE, 7"})
  void anX86StubIsTheEncodingOfItsFields(Stub stub, int reg) {
    byte modRm = (byte) (0xc0 | reg << 3);
    assertThat(stub.bytes(X86_64)).isEqualTo(new byte[] {0x0f, (byte) 0xae, modRm, (byte) 0xc3});
    assertThat(stub.bytes(AARCH64)).isNull();
  }

  @TestFactory
  Stream<DynamicTest> aDisassemblerReadsEachStubAsItsInstruction() {
    return Stream.concat(disassembled(X86_64, X86), disassembled(AARCH64, ARM));
  }

  /** One test a stub, for each architecture that a disassembler on this machine knows. */
  private static Stream<DynamicTest> disassembled(
      Architecture architecture, Map<Stub, String> wanted) {
    return Disassembler.of(architecture).stream()
        .flatMap(tool ->
            Stream.of(Stub.values())
                .filter(stub -> stub.bytes(architecture) != null)
                .map(stub ->
                    dynamicTest(
                        stub + " on " + architecture.label(),
                        () ->
                            assertThat(tool.read(stub.bytes(architecture)))
                                .containsExactlyElementsOf(
                                    stub == Stub.NOP
                                        ? List.of("ret")
                                        : List.of(wanted.get(stub), "ret")))));
  }

  /** One test a stub, likewise. */
  @TestFactory
  Stream<DynamicTest> aDisassemblerReadsEachRepeatedStubAsALoop() {
    return Stream.concat(
        loops(X86_64, X86, List.of("dec %edi", "jne 0x0", "ret")),
        loops(AARCH64, ARM, List.of("subs w0, w0, #0x1", "b.ne 0x0", "ret")));
  }

  private static Stream<DynamicTest> loops(
      Architecture architecture, Map<Stub, String> instructions, List<String> loop) {
    return Disassembler.of(architecture).stream()
        .flatMap(tool ->
            Stream.of(Stub.values())
                .filter(stub -> stub.repeatedBytes(architecture) != null)
                .map(stub ->
                    dynamicTest(
                        stub + " repeated on " + architecture.label(),
                        () ->
                            assertThat(tool.read(stub.repeatedBytes(architecture)))
                                .containsExactlyElementsOf(
                                    Stream.concat(Stream.of(instructions.get(stub)), loop.stream())
                                        .toList()))));
  }

  @ParameterizedTest
  @EnumSource(Stub.class)
  void everyRepeatedStubOfThisMachineEnds(Stub stub) throws Throwable {
    var handle = MachineCode.repeated(stub);
    assertThat(handle != null).isEqualTo(stub.repeatedBytes(Architecture.host()) != null);
    for (int i = 1; handle != null && i < 20_000; i++) {
      handle.invokeExact(1 + i % 50);
    }
  }

  /** A loop that ended early or late would make the slope over N wrong. */
  @ParameterizedTest
  @EnumSource(Stub.class)
  void aRepeatedStubTakesTimeInProportionToItsCount(Stub stub) throws Throwable {
    var handle = MachineCode.repeated(stub);
    if (handle == null) {
      return;
    }
    long few = Long.MAX_VALUE;
    long many = Long.MAX_VALUE;
    for (int i = 0; i < 30; i++) {
      long begin = System.nanoTime();
      handle.invokeExact(20_000);
      long middle = System.nanoTime();
      handle.invokeExact(100_000);
      few = Math.min(few, middle - begin);
      many = Math.min(many, System.nanoTime() - middle);
    }
    assertThat((double) many / few).as("time of 100,000 over time of 20,000").isBetween(3.0, 8.0);
  }

  @ParameterizedTest
  @EnumSource(Stub.class)
  void everyStubOfThisMachineReturns(Stub stub) throws Throwable {
    var handle = MachineCode.handle(stub);
    assertThat(handle != null).isEqualTo(stub.bytes(Architecture.host()) != null);
    for (int i = 0; handle != null && i < 50_000; i++) { // enough to be compiled
      handle.invokeExact();
    }
  }
}
