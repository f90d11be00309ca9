/**
 * Software front-ends that load a daemon, in a JVM of their own so that the lab's compiler settings
 * do not weigh on them.
 *
 * <p>May use {@code kit.process} and the testkit.
 */
package io.ringfence.lab.kit.client;
