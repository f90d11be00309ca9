/**
 * A network, a daemon and a guest that work together. Each part can be started again.
 *
 * <p>May use the rest of {@code kit}. All experiments and checks with a guest build on it.
 */
package io.ringfence.lab.kit.testbed;
