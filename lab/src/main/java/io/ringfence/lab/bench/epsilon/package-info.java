/** The daemon in a JVM that never frees memory: what its data path allocates adds up. */
package io.ringfence.lab.bench.epsilon;
