/** What it costs that policies can be swapped. */
package io.ringfence.lab.bench.seam;
