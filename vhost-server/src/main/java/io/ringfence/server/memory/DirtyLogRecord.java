package io.ringfence.server.memory;

import io.ringfence.server.records.Required;

/** A dirty log, recorded for another process: a part of a file, in bytes. */
public record DirtyLogRecord(@Required int file, @Required long offset, @Required long size) {}
