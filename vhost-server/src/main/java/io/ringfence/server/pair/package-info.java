/**
 * The contract between workers and data paths: a pair's configuration, its counters, its realms.
 *
 * <p>It may use {@code uplink}, {@code capture}, {@code packet}, {@code ring} and {@code os}. It
 * names data paths only by class name.
 */
package io.ringfence.server.pair;
