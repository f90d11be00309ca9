/**
 * Whether a barrier policy is sound: verdicts of formal models, races and jcstress on this machine.
 *
 * <p>May use {@code ring}, the testkit and {@code kit}.
 */
package io.ringfence.lab.measure.verify;
