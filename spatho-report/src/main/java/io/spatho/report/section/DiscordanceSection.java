package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.Comparator;
import java.util.Optional;

/** Where genes are not what a model expects from the picture, and which genes these are. */
final class DiscordanceSection implements Section {

    static final String DOCUMENT = "discordance/discordance.json";

    private static final String REGIONS = "discordance/regions.parquet";
    private static final String GENES = "discordance/genes.parquet";
    private static final String DIFFERENTIAL = "discordance/differential.parquet";
    private static final String TYPE = "morphology_molecule_discordance";
    private static final int LISTED = 15;

    @Override
    public String id() {
        return "discordance";
    }

    @Override
    public String title() {
        return "Morphology against molecules";
    }

    @Override
    public boolean isWanted(ReportData data) {
        return data.artifact(DOCUMENT).isPresent();
    }

    @Override
    public Html body(ReportData data) {
        JsonNode document = data.json(DOCUMENT);
        Html body = Html.group(
                Blocks.paragraph("A model learned what genes to expect of a " + data.observationWord(false)
                        + " from its picture and its neighbours'. Where the measured genes move it far from that"
                        + " expectation, morphology and molecules disagree. How far is its gain, in nats: how much"
                        + " more probable its counts are once the model has seen them. Such a place is a reason to"
                        + " look, not a finding: a fold, a wrong stain, a bad registration and a tumour that its"
                        + " picture does not give away all look alike to the model."),
                facts(document));
        if (document.path("collapsed").asBoolean()) {
            return body.add(Blocks.note("No latent dimension of the model is in use: it can say nothing here."));
        }
        if (document.path("discordant_spots").asLong() > 0) {
            body.add(Blocks.note("The false discovery rate holds only where pictures err independently from place to"
                    + " place. Where a stain, a fold or the focus is off over a patch, whole regions can be called that"
                    + " agree with their genes: on made slides with such pictures a quarter to a half of the calls were"
                    + " false."));
        }
        return body.add(
                DiscordanceMap.of(data),
                regions(data),
                genes(data),
                differential(data),
                EvidenceLinks.ofTypes(data, "discordance_training", "discordance_stability"));
    }

    private static Html facts(JsonNode document) {
        long spots = document.path("spots").asLong();
        long called = document.path("discordant_spots").asLong();
        boolean own = document.path("slides").path(0).path("trained_on").asBoolean();
        return Blocks.facts(
                new String[] {"Discordant", Numbers.count(called) + " of " + Numbers.count(spots)},
                new String[] {
                    "Regions", Numbers.count(document.path("discordant_regions").asLong())
                },
                new String[] {
                    "False discovery rate",
                    Numbers.percent(document.path("settings")
                            .path("false_discovery_rate")
                            .asDouble())
                },
                new String[] {"Genes", Numbers.count(document.path("genes").asLong())},
                new String[] {
                    "Picture features", Numbers.count(document.path("features").asLong())
                },
                new String[] {
                    "Latent dimensions in use",
                    Numbers.count(document.path("active_dimensions").asLong())
                },
                new String[] {"Trained on", own ? "this slide" : "other slides"});
    }

    private static Html regions(ReportData data) {
        Optional<TableRows> loaded = data.rows(REGIONS);
        if (loaded.isEmpty() || loaded.get().size() == 0) {
            return Blocks.note("No " + data.observationWord(true)
                    + " that lie together were called discordant, so there is no discordant region.");
        }
        TableRows rows = loaded.get();
        DataTable table = new DataTable("discordance-regions", "Regions where morphology and molecules disagree")
                .column("Region")
                .number(data.observationHeading())
                .number("Mean gain")
                .column("Genes that the picture explains worst")
                .column("Evidence");
        int most = Math.min(rows.size(), data.detail().tableRows());
        for (int row = 0; row < most; row++) {
            String region = rows.text(row, "region");
            table.row(
                    Blocks.name(region),
                    Blocks.number(Numbers.count((long) rows.number(row, "spots"))),
                    Blocks.number(Numbers.fixed(rows.number(row, "mean_gain"), 2)),
                    Html.element("i")
                            .add(Blocks.name(rows.text(row, "driving_genes").replace(",", ", "))),
                    evidence(region, data));
        }
        return Html.group(
                Html.element("div", "figure-head")
                        .add(Blocks.subheading("Discordant regions"), Badges.ofArtifacts(data, REGIONS)),
                table.build(),
                Blocks.shown(most, rows.size(), REGIONS),
                EvidenceLinks.ofTypes(data, TYPE));
    }

    private static Html evidence(String region, ReportData data) {
        return data.evidence().all().stream()
                .filter(item -> item.statement().type().equals(TYPE)
                        && item.statement().unitId().equals(region))
                .map(Evidence::id)
                .findFirst()
                .map(id -> EvidenceLinks.inColumn(id, data))
                .orElseGet(Html::group);
    }

    private static Html genes(ReportData data) {
        Optional<TableRows> loaded = data.rows(GENES);
        if (loaded.isEmpty()) {
            return Html.group();
        }
        TableRows rows = loaded.get();
        boolean called =
                rows.size() > 0 && data.json(DOCUMENT).path("discordant_spots").asLong() > 0;
        int[] order = rows.order(Comparator.comparingDouble(row -> -difference(rows, row, called)));
        DataTable table = new DataTable("discordance-genes", "Genes that the picture explains worst")
                .column("Gene")
                .number("Discordant")
                .number("Concordant");
        for (int i = 0; i < Math.min(LISTED, order.length); i++) {
            table.row(
                    Html.element("i").text(PlainText.shorten(rows.text(order[i], "gene"), 40)),
                    Blocks.number(called ? Numbers.fixed(rows.number(order[i], "gain_discordant"), 3) : "–"),
                    Blocks.number(Numbers.fixed(rows.number(order[i], "gain_concordant"), 3)));
        }
        return Html.group(
                Html.element("div", "figure-head")
                        .add(Blocks.subheading("Genes that drive it"), Badges.ofArtifacts(data, GENES)),
                Blocks.paragraph("How much better the model explains a gene's counts once it has seen the genes: log"
                        + " probability in nats for each " + data.observationWord(false) + "."),
                table.build(),
                Blocks.shown(table.size(), rows.size(), GENES));
    }

    private static double difference(TableRows rows, int row, boolean called) {
        double concordant = rows.number(row, "gain_concordant");
        return called ? rows.number(row, "gain_discordant") - concordant : concordant;
    }

    private static Html differential(ReportData data) {
        Optional<TableRows> loaded = data.rows(DIFFERENTIAL);
        if (loaded.isEmpty()) {
            return Html.group();
        }
        TableRows rows = loaded.get();
        DataTable table = new DataTable("discordance-differential", "Genes higher where discordant than elsewhere")
                .column("Gene")
                .number("Score")
                .number("log2 fold change")
                .number("p, adjusted");
        for (int row = 0; row < Math.min(LISTED, rows.size()); row++) {
            table.row(
                    Html.element("i").text(PlainText.shorten(rows.text(row, "gene"), 40)),
                    Blocks.number(Numbers.fixed(rows.number(row, "score"), 2)),
                    Blocks.number(Numbers.fixed(rows.number(row, "log2_fold_change"), 2)),
                    Blocks.number(Numbers.probability(rows.number(row, "p_adjusted"))));
        }
        return Html.group(
                Html.element("div", "figure-head")
                        .add(
                                Blocks.subheading("Discordant against concordant"),
                                Badges.ofArtifacts(data, DIFFERENTIAL)),
                table.build(),
                Blocks.note("Wilcoxon rank sums. The same genes helped to choose the " + data.observationWord(true)
                        + ", so these p-values describe and do not test."),
                Blocks.shown(table.size(), rows.size(), DIFFERENTIAL));
    }
}
