package io.ringfence.server.takeover;

/**
 * What a daemon runs by, in the words of its command line.
 *
 * @param pid its process id
 * @param socketPath absolute
 */
public record ConfigRecord(
    long pid,
    String socketPath,
    boolean client,
    int pairs,
    String uplink,
    String policy,
    boolean allowUnsafe,
    int workers,
    String mode,
    String watchdog,
    String admin,
    boolean guestAnnounce,
    int mtu,
    boolean orderPlatform) {}
