/** What a report is made from, and how it is read from the run; start with {@link io.spatho.report.content.ReportInput}. */
package io.spatho.report.content;
