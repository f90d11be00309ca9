package io.ringfence.lab.measure.verify;

import java.util.List;

/**
 * A formal model's verdict on an ordering point under a policy.
 *
 * @param point an ordering point, or {@code S3-in-place}: S3 of a device that would not copy
 *     buffers before it returns them
 * @param arch {@code x86_64}, {@code aarch64}, {@code armv7}, or {@code lkmm} for Linux's own model
 * @param policy its name
 * @param model {@code allowed} if the model allows the forbidden outcome, else {@code forbidden}
 * @param source the litmus tests that ran, in the folder {@code lab/litmus}
 */
public record FormalVerdict(
    String point, String arch, String policy, String model, List<String> source) {
  private static final String ALLOWED = "allowed";

  public FormalVerdict {
    source = source == null ? List.of() : List.copyOf(source);
  }

  /** Returns the verdict of a model that does or does not allow the forbidden outcome. */
  public static FormalVerdict of(
      String point, String arch, String policy, boolean allowed, List<String> source) {
    return new FormalVerdict(point, arch, policy, allowed ? ALLOWED : "forbidden", source);
  }

  /** Returns whether the model allows the forbidden outcome. */
  public boolean allowed() {
    return ALLOWED.equals(model);
  }

  /** Returns the same verdict under the name of a policy that has this order at the point. */
  FormalVerdict named(String name) {
    return new FormalVerdict(point, arch, name, model, source);
  }
}
