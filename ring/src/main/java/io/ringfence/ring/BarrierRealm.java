package io.ringfence.ring;

import io.ringfence.ring.queue.Barriers;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/**
 * A copy of the ring code that is compiled for one barrier policy.
 *
 * <p>The policy of a {@link Barriers} class is a constant to the just-in-time compiler. Each policy
 * has a class loader, so that policies can be swapped while traffic runs. It defines {@code
 * Barriers}, the virtqueues and the caller's data path again from the same bytes. Policies share
 * neither profiles nor compiled code. So a policy's cost does not depend on the policies that ran
 * before it.
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
   * Creates a realm for a policy.
   *
   * @param callerCode returns whether the realm defines the top-level class of that name, in
   *     addition to the ring's own classes
   */
  public BarrierRealm(BarrierPolicy policy, Predicate<String> callerCode, ClassLoader parent) {
    this("barriers-" + policy.spec(), policy, callerCode, parent);
  }

  /** Creates a realm with a name, by which a profiler separates its code from other realms'. */
  public BarrierRealm(
      String name, BarrierPolicy policy, Predicate<String> callerCode, ClassLoader parent) {
    super(name, parent);
    this.policy = policy;
    this.callerCode = callerCode;
  }

  /** Returns the policy compiled into a class: its realm's, or the default outside any realm. */
  public static BarrierPolicy policyOf(Class<?> realmClass) {
    return realmClass.getClassLoader() instanceof BarrierRealm realm
        ? realm.policy
        : BarrierPolicy.DEFAULT;
  }

  /** Returns the policy that this realm's code is compiled for. */
  public BarrierPolicy policy() {
    return policy;
  }

  /**
   * Creates an instance of one of the caller's classes by its public constructor without
   * parameters.
   *
   * @param type an interface from outside the realm
   * @throws IllegalArgumentException if the realm does not define the class
   */
  public <T> T instantiate(Class<T> type, String className) {
    if (!isRealmCode(className)) {
      throw new IllegalArgumentException(className + " is not a class of this realm");
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
