/**
 * Software front-ends that load a daemon, in a separate JVM without the lab's compiler settings.
 *
 * <p>May use {@code kit.process} and the testkit.
 */
package io.ringfence.lab.kit.client;
