/** The daemon as its users see it: its command line and its admin interface. */
package io.ringfence.lab.kit.daemon;
