/** netperf and what it prints. */
package io.ringfence.lab.kit.traffic;
