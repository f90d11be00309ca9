package io.ringfence.ring;

import io.ringfence.ring.queue.Barriers;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/**
 * A copy of the ring code that is compiled for one barrier policy.
 *
 * <p>The policy of a {@link Barriers} class is a constant to the just-in-time compiler. To swap
 * policies while traffic runs, each policy gets a class loader that defines {@code Barriers}, the
 * virtqueues and the caller's own data path anew, from the same bytes: their profiles and their
 * compiled code are never shared with another policy's, so that after any number of swaps a policy
 * costs what it costs in a process that only ever ran it.
 *
 * <p>Classes of a realm may use only public members of classes outside it, since a package is not
 * shared between loaders.
 */
public final class BarrierRealm extends ClassLoader {
  private static final String QUEUES = "io.ringfence.ring.queue.";

  private final BarrierPolicy policy;
  private final Predicate<String> callerCode;

  static {
    registerAsParallelCapable();
  }

  /**
   * A realm for a policy.
   *
   * @param callerCode whether the top-level class of a name, besides the ring's own, is defined
   *     anew
   */
  public BarrierRealm(BarrierPolicy policy, Predicate<String> callerCode, ClassLoader parent) {
    this("barriers-" + policy.spec(), policy, callerCode, parent);
  }

  /** The same under a name of its own, by which a profiler tells its code from another realm's. */
  public BarrierRealm(
      String name, BarrierPolicy policy, Predicate<String> callerCode, ClassLoader parent) {
    super(name, parent);
    this.policy = policy;
    this.callerCode = callerCode;
  }

  /** The policy compiled into a class: its realm's, or the default outside any realm. */
  public static BarrierPolicy policyOf(Class<?> realmClass) {
    return realmClass.getClassLoader() instanceof BarrierRealm realm
        ? realm.policy
        : BarrierPolicy.DEFAULT;
  }

  /** The policy that this realm's code is compiled for. */
  public BarrierPolicy policy() {
    return policy;
  }

  /**
   * An instance of one of the caller's classes, by its public constructor without parameters.
   *
   * @param type an interface from outside the realm
   * @throws IllegalArgumentException where the class is not one of this realm's
   */
  public <T> T instantiate(Class<T> type, String className) {
    if (!isRealmCode(className)) {
      throw new IllegalArgumentException(className + " is not one of the classes of this realm");
    }
    try {
      return type.cast(loadClass(className).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          className + " needs a public constructor without parameters", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isRealmCode(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private boolean isRealmCode(String name) {
    int nested = name.indexOf('$');
    String topLevel = nested < 0 ? name : name.substring(0, nested);
    return topLevel.startsWith(QUEUES) || callerCode.test(topLevel);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
