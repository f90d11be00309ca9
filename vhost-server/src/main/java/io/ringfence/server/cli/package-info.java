/** The command line: one class a command. */
package io.ringfence.server.cli;
