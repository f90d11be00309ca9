/** The daemon: sessions, workers, uplinks, admin. */
package io.ringfence.server;
