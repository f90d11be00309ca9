/**
 * The daemon. {@code session} talks to front-ends, {@code worker} serves their rings along the way
 * that {@code net} describes, {@code uplink} is where frames go, {@code admin} is how the daemon is
 * looked at and steered, and {@code os} holds the only native bindings.
 */
package io.ringfence.server;
