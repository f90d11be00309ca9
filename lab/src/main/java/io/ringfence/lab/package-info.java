/**
 * Experiments: guests, netperf, statistics, reports; drives the daemon through its admin interface.
 */
package io.ringfence.lab;
