/**
 * Experiments and checks: they start guests and daemons, measure, decide and report.
 *
 * <p>May use nothing of the lab. All its packages use {@code LabException}. DESIGN.md has the map.
 */
package io.ringfence.lab;
