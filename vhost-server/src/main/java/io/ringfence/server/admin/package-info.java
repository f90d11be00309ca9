/**
 * The admin interface: HTTP/1.1 and JSON over a Unix socket or loopback TCP, and its client.
 *
 * <pre>
 *   GET /status      what is connected and in which state
 *   GET /stats       counters
 *   GET /barriers    the policy and those there are
 *   PUT /barriers    {"policy": "NAME"} swaps the policy
 * </pre>
 *
 * Every answer is a JSON object; one with a status from 400 is {@code {"error": "..."}}.
 */
package io.ringfence.server.admin;
