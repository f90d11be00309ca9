/** A guest that moves from one daemon to another, and what goes on in it meanwhile. */
package io.ringfence.lab.checks.migration;
