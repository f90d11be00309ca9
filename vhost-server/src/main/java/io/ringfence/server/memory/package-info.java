/**
 * The memory that a front-end shares: tables, mappings, limits, and the file of the dirty log.
 *
 * <p>It may use {@code request}, {@code records}, {@code os}, {@code ring} and {@code protocol}.
 */
package io.ringfence.server.memory;
