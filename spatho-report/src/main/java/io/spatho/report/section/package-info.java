/** The parts of a report, one class each, in the order of {@link io.spatho.report.section.Sections}. */
package io.spatho.report.section;
