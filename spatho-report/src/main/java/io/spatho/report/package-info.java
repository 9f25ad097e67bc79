/** A run as a page that people can read and check; start with {@link io.spatho.report.ReportRenderer}. */
package io.spatho.report;
