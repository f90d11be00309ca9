/** Results as text and JSON. */
package io.ringfence.lab.report;
