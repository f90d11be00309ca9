/** What an experiment's runs say: comparisons, controls, and whether to conclude. */
package io.ringfence.lab.measure.analysis;
