/**
 * Realm code: the data path of a queue pair, compiled separately for each barrier policy.
 *
 * <p>It may use {@code pair}, {@code uplink}, {@code packet}, {@code capture} and {@code ring}. No
 * code outside realm packages calls it.
 */
package io.ringfence.server.datapath;
