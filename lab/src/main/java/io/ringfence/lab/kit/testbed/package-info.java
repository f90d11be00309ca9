/** A network, a daemon and a guest, and traffic between them. */
package io.ringfence.lab.kit.testbed;
