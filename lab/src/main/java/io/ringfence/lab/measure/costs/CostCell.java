package io.ringfence.lab.measure.costs;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A run that occurs once in every block.
 *
 * @param ring {@code split} or {@code packed}
 */
public record CostCell(String ring, TrafficPattern traffic, String policy) {
  @JsonIgnore
  boolean packed() {
    return ring.equals("packed");
  }

  /** Returns the same traffic under another policy. */
  CostCell under(String other) {
    return new CostCell(ring, traffic, other);
  }
}
