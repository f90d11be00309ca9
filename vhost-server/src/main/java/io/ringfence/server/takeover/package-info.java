/**
 * Hot restart: a daemon hands all its state to another process, and ends, while front-ends stay
 * connected. {@link io.ringfence.server.takeover.HandOver} is the old process's side, {@link
 * io.ringfence.server.takeover.TakeOver} the new one's.
 */
package io.ringfence.server.takeover;
