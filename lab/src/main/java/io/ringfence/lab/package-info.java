/**
 * Experiments and checks: they start guests and daemons, measure, decide and report.
 *
 * <p>May use nothing of the lab: {@code LabException} is the ground that all its packages stand on.
 * DESIGN.md has the map.
 */
package io.ringfence.lab;
