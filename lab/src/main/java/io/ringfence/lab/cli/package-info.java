/**
 * The commands and their options.
 *
 * <p>May use everything in the lab; no package uses it.
 */
package io.ringfence.lab.cli;
