/**
 * The admin interface: HTTP/1.1 over a Unix socket or loopback TCP, and its client.
 *
 * <p>{@link io.ringfence.server.admin.AdminServer} serves a table of {@link
 * io.ringfence.server.admin.Route}: method, path and handler. A handler turns a {@link
 * io.ringfence.server.admin.Request} into a {@link io.ringfence.server.admin.Response} of any
 * content type, or throws {@link io.ringfence.server.admin.RequestRefused}. A response with a
 * status from 400 is the JSON object {@code {"error": "..."}}. The package does not depend on the
 * daemon.
 */
package io.ringfence.server.admin;
