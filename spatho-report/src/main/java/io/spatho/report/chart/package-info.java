/** Diagrams as scalable pictures in the page, each with a description for those who cannot see it. */
package io.spatho.report.chart;
