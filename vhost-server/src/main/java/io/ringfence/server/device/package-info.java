/**
 * A front-end's network device: its rings, their states, and what is offered to the front-end.
 *
 * <p>It may use {@code memory}, {@code request}, {@code worker}, {@code uplink} and what is below
 * them.
 */
package io.ringfence.server.device;
