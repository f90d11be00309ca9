package io.ringfence.lab.kit.daemon;

/** Status code and body of an HTTP response. */
record HttpReply(int status, String body) {}
