/**
 * The daemon. {@code session} talks to front-ends and {@code worker} serves their rings by the data
 * paths of {@code datapath}. {@code uplink} exchanges frames with the network. {@code admin} is the
 * interface for statistics and control. {@code os} holds the only native bindings.
 */
package io.ringfence.server;
