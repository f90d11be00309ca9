/**
 * The report as one HTML file: it needs no script and no network, and suits light, dark and paper.
 *
 * <p>May use {@code report} and what it may use.
 */
package io.ringfence.lab.report.html;
