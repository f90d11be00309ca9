package io.ringfence.lab.measure.slices;

/**
 * A stretch of some ten milliseconds under one arm. Its figures are those of the counted part,
 * which begins after the washout.
 *
 * @param boot of guest and daemon, from 1
 * @param policy that was in force
 * @param instance of the policy, from 1
 * @param previousArm {@code policy#instance} of the slice before; empty for the first of a boot
 * @param block number of the block in this boot; a block has one slice of each arm
 * @param beginNanos when the counted part began, monotonic clock of the daemon
 * @param nanos length of the counted part
 * @param workerCpuNanos CPU time of the worker thread in the counted part
 * @param transactions that ended in the counted part, counted from frames
 * @param voided true when data-path code was compiled or deoptimised meanwhile; then the figures
 *     count for nothing
 */
public record Slice(
    int boot,
    String policy,
    int instance,
    String previousArm,
    int block,
    long beginNanos,
    long nanos,
    long workerCpuNanos,
    long transactions,
    boolean voided) {

  public Slice {
    if (nanos < 0 || workerCpuNanos < 0 || transactions < 0) {
      throw new IllegalArgumentException(
          "boot %d, block %d, %s#%d: %d ns, %d ns of CPU, %d transactions; none can be negative"
              .formatted(boot, block, policy, instance, nanos, workerCpuNanos, transactions));
    }
  }

  /** Returns the arm that was in force. */
  public Arm arm() {
    return new Arm(policy, instance);
  }
}
