package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Optional;

/** What a model predicts of genes from the picture, beside what was measured. */
final class PredictionSection implements Section {

    private static final String DOCUMENT = "histology/expression/prediction.json";
    private static final String MAPS = "histology/expression/maps.parquet";
    private static final String AGREEMENT = "histology/expression/agreement.parquet";
    private static final String VALUES = "regions/predictions/histology/predictions.parquet";

    @Override
    public String id() {
        return "prediction";
    }

    @Override
    public String title() {
        return "Expression predicted from H&E";
    }

    @Override
    public boolean isWanted(ReportData data) {
        return data.artifact(DOCUMENT).isPresent();
    }

    @Override
    public Html body(ReportData data) {
        JsonNode document = data.json(DOCUMENT);
        Html body = Html.group(
                Blocks.paragraph(
                        "A model that was trained elsewhere, or on this case, predicts expression from the picture around"
                                + " each " + data.observationWord(false)
                                + ". These values are not measurements: they stand apart from"
                                + " the measured tables, and no other part of this report uses them. If the model was trained on this"
                                + " case, their agreement says nothing of other tissue; the held-out correlation is of tissue that did"
                                + " not train it."),
                Blocks.facts(
                        new String[] {
                            "Genes", Numbers.count(document.path("genes").asLong())
                        },
                        new String[] {
                            "Supported by held-out tissue",
                            Numbers.count(document.path("supported_genes").asLong())
                        },
                        new String[] {
                            "Intervals hold",
                            Numbers.percent(document.path("level").asDouble())
                        },
                        new String[] {
                            "Genes measured here too",
                            Numbers.count(
                                    document.path("measured").path("genes").asLong())
                        }));
        return body.add(maps(data), EvidenceLinks.ofTypes(data, "expression_prediction"));
    }

    private static Html maps(ReportData data) {
        Optional<TableRows> squares = data.rows(MAPS);
        Optional<TableRows> genes = data.rows(AGREEMENT);
        boolean isThere = squares.isPresent()
                && genes.isPresent()
                && squares.get().size() > 0
                && !MeasuredBesidePredicted.columns(squares.get()).isEmpty();
        if (!isThere) {
            return Blocks.absent(data, "Maps of predicted and measured genes", MAPS);
        }
        return Blocks.figure(
                "Measured beside predicted genes",
                Badges.ofArtifacts(data, MAPS, AGREEMENT),
                MeasuredBesidePredicted.of("prediction", squares.get(), genes.get()),
                "Means of log(1 + value) in squares of " + MeasuredBesidePredicted.side(squares.get())
                        + ", of the genes that held-out"
                        + " tissue of the training supports best. Each map has colours of its own from 0 to the value below it,"
                        + " the 99th percentile of its squares. r: correlation of log(1 + count) and log(1 + prediction) over"
                        + " " + data.observationWord(true) + ". All values with their intervals are in " + VALUES
                        + ".");
    }
}
