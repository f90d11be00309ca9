/**
 * The contract between workers and data paths: what a pair is built from, its counters, its realms.
 *
 * <p>It may use {@code uplink}, {@code capture}, {@code packet}, {@code ring} and {@code os}; data
 * paths only by name.
 */
package io.ringfence.server.pair;
