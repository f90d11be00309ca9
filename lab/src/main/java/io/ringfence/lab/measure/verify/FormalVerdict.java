package io.ringfence.lab.measure.verify;

import java.util.List;

/**
 * What a formal model says of an ordering point under a policy.
 *
 * @param point an ordering point, or {@code S3-in-place}: S3 of a device that would not copy
 *     buffers before it returns them
 * @param arch {@code x86_64}, {@code aarch64}, {@code armv7}, or {@code lkmm} for Linux's own model
 * @param policy the policy, as it is named
 * @param model {@code allowed} if the model allows what must not happen, else {@code forbidden}
 * @param source the litmus tests that were run, of the folder {@code lab/litmus}
 */
public record FormalVerdict(
    String point, String arch, String policy, String model, List<String> source) {
  private static final String ALLOWED = "allowed";

  public FormalVerdict {
    source = source == null ? List.of() : List.copyOf(source);
  }

  /** The verdict of a model that does or does not allow what must not happen. */
  public static FormalVerdict of(
      String point, String arch, String policy, boolean allowed, List<String> source) {
    return new FormalVerdict(point, arch, policy, allowed ? ALLOWED : "forbidden", source);
  }

  /** Whether the model allows what must not happen. */
  public boolean allowed() {
    return ALLOWED.equals(model);
  }

  /** The same verdict under the name of a policy that has this order at the point. */
  FormalVerdict named(String name) {
    return new FormalVerdict(point, arch, name, model, source);
  }
}
