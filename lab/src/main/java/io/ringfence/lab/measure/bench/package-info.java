/** What the daemon does against other back-ends, measured in turn with them. */
package io.ringfence.lab.measure.bench;
