/**
 * Results as text and JSON, and their reader.
 *
 * <p>May use {@code measure} and {@code kit.statistics}, and the facts of machine and daemon that
 * results contain.
 */
package io.ringfence.lab.report;
