package io.ringfence.ring;

/** The processor architectures whose barriers this project knows. */
public enum Architecture {
  X86_64("x86-64", true),
  AARCH64("aarch64", false);

  private static final Architecture HOST = of(System.getProperty("os.arch"));

  private final String label;
  private final boolean totalStoreOrder;

  Architecture(String label, boolean totalStoreOrder) {
    this.label = label;
    this.totalStoreOrder = totalStoreOrder;
  }

  /** The architecture this JVM runs on. */
  public static Architecture host() {
    return HOST;
  }

  private static Architecture of(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new ExceptionInInitializerError(
              "os.arch is " + osArch + "; barriers are known for amd64 and aarch64 only");
    };
  }

  /** Returns the usual name, such as {@code x86-64}. */
  public String label() {
    return label;
  }

  /** Whether only a store followed by a load can be reordered (x86-TSO). */
  public boolean totalStoreOrder() {
    return totalStoreOrder;
  }
}
