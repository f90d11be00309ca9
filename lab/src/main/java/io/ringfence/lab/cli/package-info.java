/** The commands. */
package io.ringfence.lab.cli;
