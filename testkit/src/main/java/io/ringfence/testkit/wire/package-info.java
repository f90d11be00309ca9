/**
 * The vhost-user front-end: messages, descriptors and replies, correct or wrong on purpose
 * (vhost-user.rst).
 *
 * <p>May use {@code ring}, {@code memory} and {@code os}, and nothing of {@code net}.
 */
package io.ringfence.testkit.wire;
