package io.ringfence.lab.measure.disassembly;

import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.measure.costs.DrivenDevice;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import io.ringfence.ring.MachineCode;
import io.ringfence.ring.queue.PointKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The program of a JVM that compiles and prints one policy's code. It also prints what the machine
 * code does not show: the addresses of the kernels' memory and of the barrier stubs.
 */
public final class DisassemblyFork {
  /** Prefix of the line with the architecture, by the name of its constant. */
  static final String ARCHITECTURE = "architecture ";

  /** Prefix of the line with the JVM. */
  static final String JVM = "jvm ";

  /** Prefix of the line with the address of the kernels' memory. */
  static final String MEMORY = "memory ";

  /** Prefix of a line with a field: its offset, its name. */
  static final String FIELD = "field ";

  /** Prefix of a line with a stub: its name, address and bytes. */
  static final String STUB = "stub ";

  private static final int ENOUGH_FOR_C2 = 20_000;

  private DisassemblyFork() {}

  static void main(String[] arguments) throws Throwable {
    BarrierPolicy policy = BarrierPolicy.parse(arguments[0]);
    var realm =
        new BarrierRealm(
            policy,
            Set.of(PointKernels.class.getName())::contains,
            DisassemblyFork.class.getClassLoader());
    Class<?> kernels = realm.loadClass(PointKernels.class.getName());
    System.out.println(ARCHITECTURE + Architecture.host().name());
    System.out.println(JVM + Machine.here().jdk());
    tellMemory(kernels);
    tellStubs();
    for (KernelMethod kernel : KernelMethod.values()) {
      run(kernels, kernel);
    }
    for (boolean packed : new boolean[] {false, true}) {
      try (DrivenDevice ring = new DrivenDevice(policy, packed)) {
        ring.alone(ENOUGH_FOR_C2);
      }
    }
  }

  private static void tellMemory(Class<?> kernels) throws Throwable {
    MethodHandle address =
        MethodHandles.publicLookup()
            .findStatic(kernels, "address", MethodType.methodType(long.class));
    System.out.println(MEMORY + Long.toHexString((long) address.invokeExact()));
    for (Map.Entry<Integer, String> field : PointKernels.fields().entrySet()) {
      System.out.println(FIELD + field.getKey() + " " + field.getValue());
    }
  }

  private static void tellStubs() {
    for (MachineCode.Stub stub : MachineCode.Stub.values()) {
      MemorySegment code = MachineCode.code(stub);
      if (code != null) {
        System.out.println(
            STUB
                + stub
                + " "
                + Long.toHexString(code.address())
                + " "
                + HexFormat.of().formatHex(code.toArray(ValueLayout.JAVA_BYTE)));
      }
    }
  }

  private static void run(Class<?> kernels, KernelMethod kernel) throws Throwable {
    MethodHandle method =
        MethodHandles.publicLookup()
            .findStatic(kernels, kernel.method(), MethodType.methodType(int.class, int.class));
    for (int i = 0; i < ENOUGH_FOR_C2; i++) {
      int ignored = (int) method.invokeExact(i);
    }
  }
}
