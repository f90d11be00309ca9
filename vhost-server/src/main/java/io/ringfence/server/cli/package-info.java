/** The command line, one class per command. */
package io.ringfence.server.cli;
