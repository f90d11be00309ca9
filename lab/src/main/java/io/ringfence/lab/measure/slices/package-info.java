/**
 * What the daemon recorded of an alternation: arms, and one record a slice.
 *
 * <p>May use nothing of the lab.
 */
package io.ringfence.lab.measure.slices;
