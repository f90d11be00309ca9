package io.ringfence.testkit.property;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * The source of values for one case of a property. Limits and small values come more often than by
 * chance.
 *
 * <p>Each value is made of choices, which are unsigned numbers from 0 on; 0 is the simplest value.
 * {@link Shrinking} replays changed choices. For one thread.
 */
public final class Draw {
  private static final int SHOWN = 60; // values

  private final SplittableRandom random; // null in a replay
  private final long[] given; // null unless in a replay
  private final StringJoiner described = new StringJoiner(", ", "[", "]");
  private long[] choices = new long[16];
  private int count;
  private int values;

  private Draw(SplittableRandom random, long[] given) {
    this.random = random;
    this.given = given;
  }

  static Draw random(long seed) {
    return new Draw(new SplittableRandom(seed), null);
  }

  /** Replays these choices, and returns the simplest values after their end. */
  static Draw replay(long[] choices) {
    return new Draw(null, choices);
  }

  /** Returns a copy of the choices made so far. */
  long[] choices() {
    return Arrays.copyOf(choices, count);
  }

  /** Returns the values drawn, as text. */
  String described() {
    return values > SHOWN
        ? "%s and %d more".formatted(described, values - SHOWN)
        : described.toString();
  }

  /** Returns a number from {@code min} to {@code max}; the simplest is the one nearest to 0. */
  public long between(long min, long max) {
    return shown(number(min, max));
  }

  /** Returns a number from {@code min} to {@code max}; the simplest is the one nearest to 0. */
  public int between(int min, int max) {
    return (int) between((long) min, (long) max);
  }

  /** Returns any int. */
  public int anyInt() {
    return between(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Returns any long. */
  public long anyLong() {
    return between(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Returns true or false; the simplest is false. */
  public boolean bool() {
    return shown(number(0, 1) == 1);
  }

  /** Returns one of the values; the simplest is the first. */
  @SafeVarargs
  public final <T> T of(T... values) {
    return shown(values[(int) number(0, values.length - 1)]);
  }

  /** Returns random bytes. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) number(Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
    shown("0x" + HexFormat.of().formatHex(bytes));
    return bytes;
  }

  /**
   * Returns {@code min} to {@code max} elements, each drawn by a supplier. A choice before each
   * element decides whether it exists, so that shrinking can remove an element with its choices.
   */
  public <T> List<T> list(int min, int max, Supplier<T> element) {
    int size = random == null ? 0 : random.nextInt(min, max + 1);
    var list = new ArrayList<T>();
    while (list.size() < min || list.size() < max && isMore(list.size() < size)) {
      list.add(element.get());
    }
    return list;
  }

  private boolean isMore(boolean wanted) {
    return chosen(random == null ? replayed(1) : wanted ? 1 : 0) == 1;
  }

  private <T> T shown(T value) {
    if (values++ < SHOWN) {
      described.add(String.valueOf(value));
    }
    return value;
  }

  /**
   * Maps choices to numbers: the first count up from the number nearest to 0, the others down from
   * it.
   */
  private long number(long min, long max) {
    if (min > max) {
      throw new IllegalArgumentException("%d to %d, allowed is min <= max".formatted(min, max));
    }
    long simplest = Math.clamp(0L, min, max);
    long above = max - simplest;
    long choice = chosen(random == null ? replayed(max - min) : fresh(max - min, above));
    boolean up = Long.compareUnsigned(choice, above) <= 0;
    return up ? simplest + choice : simplest - (choice - above);
  }

  private long chosen(long choice) {
    if (count == choices.length) {
      choices = Arrays.copyOf(choices, 2 * count);
    }
    choices[count++] = choice;
    return choice;
  }

  private long replayed(long most) {
    long wanted = count < given.length ? given[count] : 0;
    return Long.compareUnsigned(wanted, most) <= 0 ? wanted : most;
  }

  /**
   * Draws a choice from 0 to {@code most}, unsigned; {@code limit} is a choice that comes often.
   */
  private long fresh(long most, long limit) {
    int kind = random.nextInt(16);
    return switch (kind) {
      case 0 -> 0;
      case 1 -> most;
      case 2 -> limit;
      case 3, 4, 5 -> within(most, random.nextLong() >>> random.nextInt(Long.SIZE)); // of any size
      default -> within(most, random.nextLong());
    };
  }

  private static long within(long most, long bits) {
    return most == -1 ? bits : Long.remainderUnsigned(bits, most + 1);
  }
}
