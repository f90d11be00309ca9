/**
 * What comes with a request: its descriptors, and how it is refused.
 *
 * <p>It may use {@code os} only.
 */
package io.ringfence.server.request;
