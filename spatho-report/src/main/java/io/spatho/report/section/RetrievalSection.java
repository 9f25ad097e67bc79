package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.map.GeneAtlas;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.List;
import java.util.Optional;

/** What a model predicts from the picture with reference cells that it looks up, and which cells these are. */
final class RetrievalSection implements Section {

    static final String DOCUMENT = "rag/prediction.json";

    private static final String SQUARES = "rag/squares.parquet";
    private static final String AGREEMENT = "rag/agreement.parquet";
    private static final String VALUES = "regions/predictions/rag/predictions.parquet";
    private static final String COMPOSITION = "regions/predictions/rag/composition.parquet";
    private static final String SHARE = "share_";
    private static final int DIGEST = 12;

    @Override
    public String id() {
        return "retrieval";
    }

    @Override
    public String title() {
        return "Expression predicted with reference cells";
    }

    @Override
    public boolean isWanted(ReportData data) {
        return data.artifact(DOCUMENT).isPresent();
    }

    @Override
    public Html body(ReportData data) {
        JsonNode document = data.json(DOCUMENT);
        return Html.group(
                Blocks.paragraph("A model that was trained before predicts expression from the picture around each "
                        + data.observationWord(false)
                        + ". It guesses the cell types there, looks up the reference cells that fit the guess, and lets them"
                        + " speak for each gene with a weight, their attention. These values are not measurements: they stand"
                        + " apart from the measured tables, and no other part of this report uses them."),
                Html.element("p")
                        .add(Html.element("strong").text("Does looking up help? "))
                        .text(document.path("caveat").asText()),
                facts(document),
                EvidenceLinks.ofTypes(data, "retrieval_prediction"),
                genes(data),
                composition(data),
                RetrievalTraces.of(data));
    }

    private static Html facts(JsonNode document) {
        return Blocks.facts(
                fact("Tiles", document.path("tiles")),
                fact("Genes", document.path("genes")),
                fact("Genes measured here too", document.path("measured").path("genes")),
                fact("Reference cells", document.path("reference_cells")),
                fact("Looked up for each tile", document.path("cells_retrieved")),
                new String[] {
                    "Intervals hold", Numbers.percent(document.path("level").asDouble())
                },
                new String[] {
                    "Verdict of the training",
                    PlainText.shorten(document.path("verdict_in_training").asText(), 80)
                },
                new String[] {
                    "Fingerprint of the reference",
                    PlainText.shorten(document.path("reference").asText(), DIGEST + 1)
                });
    }

    private static String[] fact(String name, JsonNode count) {
        return new String[] {name, Numbers.count(count.asLong())};
    }

    private static Html genes(ReportData data) {
        Optional<TableRows> squares = data.rows(SQUARES);
        Optional<TableRows> genes = data.rows(AGREEMENT);
        if (squares.isEmpty() || genes.isEmpty() || squares.get().size() == 0) {
            return Blocks.absent(data, "Maps of predicted and measured genes", AGREEMENT);
        }
        JsonNode along = data.json(DOCUMENT).path("measured");
        return Blocks.figure(
                "Measured beside predicted genes, with reference cells",
                Badges.ofArtifacts(data, SQUARES, AGREEMENT),
                MeasuredBesidePredicted.of("retrieval", squares.get(), genes.get()),
                "Means of log(1 + x) in squares of " + MeasuredBesidePredicted.side(squares.get())
                        + " (n = " + Numbers.count(squares.get().size())
                        + "), of the genes that held-out tissue of the training"
                        + " supports best; x: counts scaled to the median sum. Each map has colours of its own from 0 to the value"
                        + " below it, the 99th percentile of its squares. r: Pearson's correlation over "
                        + data.observationWord(true) + "; over all genes measured here it is "
                        + Numbers.fixed(
                                along.path("along_genes").path("pearson").asDouble(Double.NaN), 2)
                        + " on average, and "
                        + Numbers.fixed(
                                along.path("along_tiles").path("pearson").asDouble(Double.NaN), 2)
                        + " along the genes of a " + data.observationWord(false)
                        + ". If the model was trained on this case, both"
                        + " say nothing of other tissue. All genes are in " + AGREEMENT
                        + ", all values with their intervals in "
                        + VALUES + ".");
    }

    private static Html composition(ReportData data) {
        Optional<TableRows> squares = data.rows(SQUARES);
        List<String> columns = squares.stream()
                .flatMap(rows -> rows.columns().stream())
                .filter(column -> column.startsWith(SHARE))
                .toList();
        if (columns.isEmpty() || squares.get().size() == 0) {
            return Html.group();
        }
        GeneAtlas atlas = GeneAtlas.of(squares.get(), columns, SHARE.length());
        AtlasFigure.Words words = new AtlasFigure.Words("Map of the predicted share of", "no tile here", "b");
        return Blocks.figure(
                "Predicted cell types",
                Badges.ofArtifacts(data, SQUARES),
                new AtlasFigure("type", atlas, words).build(),
                "The share of each of the reference's cell types that the model guesses from the picture, 0 to 1: means in squares of "
                        + Numbers.length(atlas.binUm()) + " (n = "
                        + Numbers.count(squares.get().size())
                        + "). A press on a small map makes it the large one. Each type has a scale of its own, whose last colour is"
                        + " the 99th percentile of its squares. Shares of each tile are in " + COMPOSITION + ".");
    }
}
