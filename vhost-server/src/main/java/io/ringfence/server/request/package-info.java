/**
 * Parts of a request: its descriptors, and its refusal.
 *
 * <p>It may use {@code os} only.
 */
package io.ringfence.server.request;
