package io.spatho.report.section;

import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;

/** A part of a report with a heading of its own. What the run did not make is said in words, never left out silently. */
public interface Section {

    /** Its place in the page. */
    String id();

    /** Its heading. */
    String title();

    /** Whether the page has it; one that is left out is of an analysis that was not asked for, which the plan says. */
    default boolean isWanted(ReportData data) {
        return true;
    }

    /** What stands under the heading. */
    Html body(ReportData data);
}
