/** The host's side: TAP, netserver, CPU time, facts of the machine. */
package io.ringfence.lab.kit.host;
