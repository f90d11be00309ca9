package io.ringfence.server.uplink;

/** Each frame comes back to its sender, source and destination address exchanged. */
public record LoopbackPort() implements Port {}
