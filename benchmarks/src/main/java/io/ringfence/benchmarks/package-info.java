/** What the device's code costs, without a driver that answers. */
package io.ringfence.benchmarks;
