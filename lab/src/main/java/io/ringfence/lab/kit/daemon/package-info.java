/**
 * The daemon under test as its users see it: command line, admin interface, log.
 *
 * <p>May use {@code kit.process}; no class of the daemon.
 */
package io.ringfence.lab.kit.daemon;
