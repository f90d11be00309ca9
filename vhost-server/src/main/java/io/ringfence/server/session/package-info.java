/**
 * Front-ends: the socket by which they connect, a session for each, and its message loop.
 *
 * <p>It may use {@code device} and what is below it. Only this package uses junixsocket.
 */
package io.ringfence.server.session;
