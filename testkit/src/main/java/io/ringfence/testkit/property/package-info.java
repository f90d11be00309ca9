/**
 * Properties: statements that a test checks on many random cases. {@link
 * io.ringfence.testkit.property.Property} runs the cases, {@link
 * io.ringfence.testkit.property.Draw} gives a case its values.
 */
package io.ringfence.testkit.property;
