package io.spatho.report;

import io.spatho.report.content.Detail;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.ReportInput;
import io.spatho.report.html.Page;
import io.spatho.report.section.Sections;
import java.util.List;

/**
 * Makes {@code report.html}: one file without references to anything outside it but the files of the run.
 *
 * <p>Determinism: the input decides the bytes, up to the picture codecs of the Java runtime. Cost: linear in observations; the
 * report itself stays within {@link #LARGEST} by showing fewer rows and coarser pictures when it must. Errors: those of the store for
 * an artifact that is listed but cannot be read.
 */
public final class ReportRenderer {

    /** The most bytes a report may have, as long as its fewest rows and coarsest pictures allow. */
    public static final int LARGEST = 3_000_000;

    private static final List<Detail> DETAILS = List.of(Detail.FULL, Detail.REDUCED, Detail.LEAST);

    private ReportRenderer() {}

    /** The report in UTF-8. */
    public static byte[] render(ReportInput input) {
        ReportData data = new ReportData(input, Detail.FULL);
        byte[] page = new byte[0];
        for (Detail detail : DETAILS) {
            page = page(data.at(detail));
            if (page.length <= LARGEST) {
                return page;
            }
        }
        return page;
    }

    /** The report in one degree of detail, however large. */
    static byte[] render(ReportInput input, Detail detail) {
        return page(new ReportData(input, detail));
    }

    private static byte[] page(ReportData data) {
        String title = data.input().subject().name() + " · spatial pathology evidence";
        return Page.document(title, Sections.page(data));
    }
}
