/** Whether a barrier policy is sound: formal verdicts, and trials on this machine. */
package io.ringfence.lab.measure.verify;
