/**
 * Properties: statements that a test checks on many random cases. {@link
 * io.ringfence.testkit.property.Property} runs the cases, {@link
 * io.ringfence.testkit.property.Draw} supplies their values.
 *
 * <p>May use nothing of the testkit.
 */
package io.ringfence.testkit.property;
