/** A software vhost-user front-end and virtio driver written from the specifications alone. */
package io.ringfence.testkit;
