/** The report as one HTML file: no script it needs, no network, light, dark and on paper. */
package io.ringfence.lab.report.html;
