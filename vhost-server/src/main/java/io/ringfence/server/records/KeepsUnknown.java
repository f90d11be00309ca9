package io.ringfence.server.records;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fields of this record that the reader does not know are passed on at the next hand-over, if the
 * thing that the record describes is still there.
 *
 * <p>A record inside of one without this annotation does not keep anything.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KeepsUnknown {
  /**
   * The fields by which an element of a list is found again; none for a record outside of lists.
   */
  String[] identifiedBy() default {};
}
