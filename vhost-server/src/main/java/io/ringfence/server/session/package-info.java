/**
 * Front-ends: the socket that they connect by, a session for each, and its message loop.
 *
 * <p>It may use {@code device} and what is below it; junixsocket is used here alone.
 */
package io.ringfence.server.session;
