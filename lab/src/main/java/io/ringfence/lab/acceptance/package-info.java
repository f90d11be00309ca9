/** What a guest on the daemon must show. */
package io.ringfence.lab.acceptance;
