/** What a frame and an ordering point cost, through the real ring code, without a guest. */
package io.ringfence.lab.measure.costs;
