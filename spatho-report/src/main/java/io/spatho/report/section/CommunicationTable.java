package io.spatho.report.section;

import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Comparator;
import java.util.Optional;

/** Ligands and receptors that labels express together. */
final class CommunicationTable {

    private static final String TABLE = "analysis/ligand_receptor.parquet";
    private static final int LISTED = 15;
    private static final double SIGNIFICANT = 0.05;

    private CommunicationTable() {}

    static Html of(ReportData data) {
        Optional<TableRows> loaded = data.rows(TABLE);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Ligand-receptor scores", TABLE);
        }
        TableRows rows = loaded.get();
        int[] order = rows.order(Comparator.comparing((Integer row) -> !(rows.number(row, "p_adjusted") < SIGNIFICANT))
                .thenComparing(row -> rows.number(row, "p_adjusted"))
                .thenComparing(row -> -rows.number(row, "score")));
        DataTable table = new DataTable("communication-table", "Ligands and receptors expressed together")
                .column("Ligand")
                .column("Receptor")
                .column("Sender")
                .column("Receiver")
                .number("Score")
                .number("p, adjusted");
        int standing = 0;
        for (int row : order) {
            if (rows.number(row, "p_adjusted") < SIGNIFICANT) {
                standing++;
                if (table.size() < LISTED) {
                    table.row(
                            Html.element("i").add(Blocks.name(rows.text(row, "ligand"))),
                            Html.element("i").add(Blocks.name(rows.text(row, "receptor"))),
                            Blocks.name(rows.text(row, "sender")),
                            Blocks.name(rows.text(row, "receiver")),
                            Blocks.number(Numbers.fixed(rows.number(row, "score"), 2)),
                            Blocks.number(Numbers.probability(rows.number(row, "p_adjusted"))));
                }
            }
        }
        Html head = Html.element("div", "figure-head")
                .add(Blocks.subheading("Ligands and receptors"), Badges.ofArtifacts(data, TABLE));
        if (standing == 0) {
            return Html.group(
                    head,
                    Blocks.note(
                            rows.size() == 0
                                    ? "No pair of the list has both genes on the panel."
                                    : "No score is higher than random labels explain; all are in " + TABLE + "."),
                    EvidenceLinks.ofTypes(data, "ligand_receptor_panel"));
        }
        return Html.group(
                head,
                Blocks.paragraph(
                        "The score is the mean expression of the ligand in the sending and of the receptor in the receiving label "
                                + "(log-normalised), tested against labels in random order. Expression shows neither contact nor "
                                + "secretion: a score is a hint, never a proof."),
                table.build(),
                Blocks.note("Showing the " + table.size() + " clearest of " + Numbers.count(standing)
                        + " scores that random labels do not explain; n = " + RadiiFigure.observations(data)
                        + "; all are in " + TABLE + "."),
                EvidenceLinks.ofTypes(data, "ligand_receptor", "ligand_receptor_panel"));
    }
}
