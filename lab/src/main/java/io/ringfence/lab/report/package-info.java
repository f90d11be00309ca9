/**
 * Results as text and JSON, and reading them back.
 *
 * <p>May use {@code measure} and {@code kit.statistics}, and the facts of machine and daemon that
 * results hold.
 */
package io.ringfence.lab.report;
