/** What a guest gets through the daemon and through other back-ends. */
package io.ringfence.lab.measure.bench.guest;
