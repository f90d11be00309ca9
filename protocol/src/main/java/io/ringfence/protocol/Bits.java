package io.ringfence.protocol;

import java.util.StringJoiner;

/**
 * Formats a mask as the names of its set bits, lowest first: {@code MRG_RXBUF|VERSION_1|bit 45}.
 */
final class Bits {
  private Bits() {}

  static String format(long mask, String[] names) {
    StringJoiner set = new StringJoiner("|").setEmptyValue("none");
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      int bit = Long.numberOfTrailingZeros(rest);
      boolean named = bit < names.length && names[bit] != null;
      set.add(named ? names[bit] : "bit " + bit);
    }
    return set.toString();
  }
}
