/**
 * Hot restart: a daemon hands everything that it serves to another process, and ends, while
 * front-ends stay connected. {@link io.ringfence.server.takeover.HandOver} is the side that leaves,
 * {@link io.ringfence.server.takeover.TakeOver} the one that comes.
 */
package io.ringfence.server.takeover;
