/**
 * The vhost-user front-end: messages, descriptors and replies, right or wrong on purpose
 * (vhost-user.rst).
 *
 * <p>May use {@code ring}, {@code memory} and {@code os}; knows no network.
 */
package io.ringfence.testkit.wire;
