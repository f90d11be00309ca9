/**
 * The commands and their options.
 *
 * <p>May use everything in the lab; nothing uses it.
 */
package io.ringfence.lab.cli;
