package io.spatho.report.section;

import io.spatho.core.artifact.Artifact;
import io.spatho.report.content.InputFile;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;

/** Which files went in and which came out. */
final class ProvenanceSection implements Section {

    @Override
    public String id() {
        return "provenance";
    }

    @Override
    public String title() {
        return "Provenance";
    }

    @Override
    public Html body(ReportData data) {
        var run = data.input().run();
        Html body = Html.group(Blocks.facts(
                new String[] {"Run", run.runId()},
                new String[] {"spatho", run.spathoVersion()},
                new String[] {"Seed", Long.toString(run.seed())}));
        return body.add(metadata(data))
                .add(inputs(data))
                .add(artifacts(data))
                .add(
                        Blocks.note(
                                "evidence_manifest.json names every file of the run with its whole digest; spatho verify checks them."));
    }

    private static Html metadata(ReportData data) {
        var fields = data.input().subject().metadata();
        if (fields.isEmpty()) {
            return Html.group();
        }
        DataTable table = new DataTable("metadata-table", "What the platform says of the case")
                .column("Field")
                .column("Value");
        fields.forEach((key, value) -> {
            if (table.size() < data.detail().tableRows()) {
                table.row(Blocks.name(key), Html.ofText(PlainText.shorten(value, 400)));
            }
        });
        return table.build();
    }

    private static Html inputs(ReportData data) {
        var files = data.input().provenance().inputs();
        if (files.isEmpty()) {
            return Blocks.note("No input files were recorded.");
        }
        DataTable table = new DataTable("input-table", "Input files")
                .column("File")
                .column("Role")
                .number("Size")
                .column("SHA-256");
        for (InputFile file : files) {
            if (table.size() < data.detail().tableRows()) {
                table.row(
                        Blocks.name(file.name()),
                        Blocks.name(file.role()),
                        Blocks.number(Numbers.bytes(file.bytes())),
                        Html.element("code", "wrap").text(file.sha256()));
            }
        }
        return Html.group(table.build(), Blocks.shown(table.size(), files.size(), "evidence_manifest.json"));
    }

    private static Html artifacts(ReportData data) {
        var files = data.input().provenance().artifacts();
        DataTable table = new DataTable("artifact-table", "Files of the run")
                .sortable()
                .column("File")
                .column("Origin")
                .number("Rows")
                .number("Size")
                .column("SHA-256");
        for (Artifact file : files) {
            if (table.size() < data.detail().tableRows()) {
                table.row(
                        FileLink.of(file.path()),
                        Badges.of(file.origin()),
                        Blocks.number(file.rows() < 0 ? "–" : Numbers.count(file.rows())),
                        Blocks.number(Numbers.bytes(file.bytes())),
                        Blocks.digest(file.sha256()));
            }
        }
        return Html.group(table.build(), Blocks.shown(table.size(), files.size(), "evidence_manifest.json"));
    }
}
