package io.ringfence.lab.measure.verify;

import java.util.List;

/**
 * What a formal model says of an ordering point under a policy.
 *
 * @param point an ordering point, or {@code S3-in-place}: S3 of a device that would not copy
 *     buffers before it returns them
 * @param arch {@code x86_64}, {@code aarch64}, {@code armv7}, or {@code lkmm} for Linux's own model
 * @param policy the policy, as it is named
 * @param allowed whether the model allows what must not happen
 * @param tests the litmus tests that were asked about, of the folder {@code lab/litmus}
 */
public record FormalVerdict(
    String point, String arch, String policy, boolean allowed, List<String> tests) {
  /** The same verdict under the name of a policy that has this order at the point. */
  FormalVerdict named(String name) {
    return new FormalVerdict(point, arch, name, allowed, tests);
  }
}
