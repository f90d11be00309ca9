/**
 * Software front-ends, run as a process of their own so that the lab's compiler settings do not
 * weigh on them.
 */
package io.ringfence.lab.kit.client;
