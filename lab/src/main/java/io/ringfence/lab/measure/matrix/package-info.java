/** Plans of many experiments: cells, their journal, and going on after an interruption. */
package io.ringfence.lab.measure.matrix;
