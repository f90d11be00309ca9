/**
 * Realm code: the way of a queue pair's frames, which each barrier policy compiles anew.
 *
 * <p>It may use {@code pair}, {@code uplink}, {@code packet}, {@code capture} and {@code ring}. No
 * code outside realm packages calls it.
 */
package io.ringfence.server.datapath;
