package io.ringfence.server.records;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Unknown fields of this record are passed on at the next hand-over, if the described object still
 * exists.
 *
 * <p>A record inside one without this annotation keeps nothing.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KeepsUnknown {
  /** Returns the fields that identify an element of a list; none for a record outside of lists. */
  String[] identifiedBy() default {};
}
