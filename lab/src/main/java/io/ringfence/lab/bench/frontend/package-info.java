/** What software front-ends see of the daemon, and what it takes to serve them. */
package io.ringfence.lab.bench.frontend;
