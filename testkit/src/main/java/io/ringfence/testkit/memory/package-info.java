/**
 * The guest's physical memory as its driver sees it, and the log of pages that a back-end wrote.
 *
 * <p>May use {@code os}.
 */
package io.ringfence.testkit.memory;
