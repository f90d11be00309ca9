/** How the daemon logs. */
package io.ringfence.server.logging;
