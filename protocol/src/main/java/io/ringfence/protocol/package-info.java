/** vhost-user messages: bytes to typed requests and back; depends on java.base only. */
package io.ringfence.protocol;
