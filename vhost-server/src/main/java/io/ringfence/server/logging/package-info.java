/** The daemon's log configuration. */
package io.ringfence.server.logging;
