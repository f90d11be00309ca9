package io.ringfence.server.takeover;

import io.ringfence.server.records.Default;
import io.ringfence.server.records.KeepsUnknown;
import io.ringfence.server.records.Required;

/**
 * A daemon's configuration, in the terms of its command line.
 *
 * @param pid its process id, for the log
 * @param socketPath absolute
 */
@KeepsUnknown
public record ConfigRecord(
    long pid,
    @Required String socketPath,
    boolean client,
    @Required int pairs,
    @Required String uplink,
    @Default("auto") String policy,
    boolean allowUnsafe,
    @Default("1") int workers,
    @Default("eventfd") String mode,
    @Default("rescue") String watchdog,
    @Required String admin,
    boolean guestAnnounce,
    int mtu,
    boolean orderPlatform) {}
