package io.spatho.report.section;

import io.spatho.report.content.ReportData;
import io.spatho.report.content.ToolCall;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;

/** Which tools ran with which parameters, the methods behind them and the words used. */
final class MethodsSection implements Section {

    private static final int LONGEST_PARAMETERS = 900;

    /** An artifact, and the method and source that it stands for. */
    private static final String[][] METHODS = {
        {
            "analysis/clusters.parquet",
            "Clusters are communities of the graph of nearest neighbours in expression, found with the Leiden algorithm",
            "Traag, Waltman and van Eck, Scientific Reports 2019"
        },
        {
            "analysis/markers.parquet",
            "Marker genes are ranked by how strongly they separate a cluster from the rest; p-values are adjusted for the number of "
                    + "tests by the false discovery rate",
            "Benjamini and Hochberg, Journal of the Royal Statistical Society B 1995"
        },
        {
            "analysis/spatial_autocorrelation.parquet",
            "Spatial autocorrelation is measured by Moran's I and Geary's C",
            "Moran, Biometrika 1950; Geary, The Incorporated Statistician 1954"
        },
        {
            "analysis/neighborhood_enrichment.parquet",
            "Neighbourhood enrichment compares the neighbouring pairs of labels with those of labels put in random order",
            "Schapiro and others, Nature Methods 2017; Palla and others, Nature Methods 2022"
        },
        {
            "analysis/bivariate_moran.parquet",
            "Where one gene lies beside another is measured by bivariate Moran's I",
            "Wartenberg, Geographical Analysis 1985"
        },
        {
            "analysis/local_statistics.parquet",
            "Hot and cold spots are found by Getis and Ord's G* and by local Moran's I",
            "Ord and Getis, Geographical Analysis 1995; Anselin, Geographical Analysis 1995"
        },
        {
            "analysis/co_occurrence.parquet",
            "Co-occurrence is how much more often a label lies within a distance of another than of any",
            "Palla and others, Nature Methods 2022; intervals by Busing, Meijer and van der Leeden, Statistics and Computing 1999"
        },
        {
            "analysis/ripley.parquet",
            "Ripley's K and Besag's L are compared with random labelling of the same positions",
            "Ripley, Journal of Applied Probability 1976; Besag, Journal of the Royal Statistical Society B 1977"
        },
        {
            "analysis/ligand_receptor.parquet",
            "Ligand-receptor scores are mean expressions of sender and receiver, compared with labels in random order",
            "Efremova and others, Nature Protocols 2020"
        },
        {
            "cohort/integration.json",
            "Slides are brought onto each other by Harmony or by mutual nearest neighbours; mixing and purity are measured by local "
                    + "inverse Simpson's indices",
            "Korsunsky and others, Nature Methods 2019; Haghverdi and others, Nature Biotechnology 2018"
        },
        {
            "regions/region_pca_embeddings.parquet",
            "The baseline embedding is the projection of expression on its principal components",
            "Pearson, Philosophical Magazine 1901"
        },
        {
            "regions/region_embeddings.parquet",
            "The model embedding is made by a transformer over genes and their expression, as in scGPT",
            "Cui and others, Nature Methods 2024"
        }
    };

    private static final String[][] WORDS = {
        {"Structure", "All regions of one kind of tissue, such as tumour or stroma."},
        {"Region", "A connected part of the tissue that belongs to one structure, or an area drawn by hand."},
        {"Embedding", "A list of numbers that summarises expression; similar lists mean similar expression."},
        {"Log2 fold change", "How much higher a mean is than another, counted in doublings."},
        {"Adjusted p", "The expected share of false findings among all that are at least as extreme."},
        {"z", "Distance from what chance gives, in standard deviations."},
        {"Fingerprint", "A SHA-256 digest: two files with the same digest are the same."},
        {"Seed", "The number from which everything random in the run follows."}
    };

    @Override
    public String id() {
        return "methods";
    }

    @Override
    public String title() {
        return "Methods";
    }

    @Override
    public Html body(ReportData data) {
        return Html.group(sources(data), tools(data), words());
    }

    private static Html sources(ReportData data) {
        Html list = Html.element("ul");
        for (String[] method : METHODS) {
            if (isUsed(data, method[0])) {
                list.add(Html.element("li")
                        .text(method[1] + " (")
                        .add(Html.element("cite").text(method[2]))
                        .text(")."));
            }
        }
        return list;
    }

    /** A method of a model counts as used only where a model made the artifact. */
    private static boolean isUsed(ReportData data, String path) {
        return path.equals(EmbeddingMapSection.MAIN)
                ? data.isModelDerived(path)
                : data.artifact(path).isPresent();
    }

    private static Html tools(ReportData data) {
        var calls = data.input().provenance().toolCalls();
        if (calls.isEmpty()) {
            return Blocks.note("No tool calls were recorded.");
        }
        DataTable table = new DataTable("tool-table", "Tools in the order in which they ran")
                .number("Step")
                .column("Tool")
                .column("Parameters")
                .column("Key")
                .number("Files")
                .number("Evidence");
        for (ToolCall call : calls) {
            if (table.size() < data.detail().tableRows()) {
                table.row(
                        Blocks.number(Numbers.count(call.sequence())),
                        Html.group(
                                Blocks.name(call.tool()),
                                Html.element("span", "under").text(PlainText.shorten(call.purpose(), 200))),
                        Html.element("code", "wrap").text(PlainText.shorten(call.parameters(), LONGEST_PARAMETERS)),
                        Blocks.digest(call.key()),
                        Blocks.number(Numbers.count(call.artifacts())),
                        Blocks.number(Numbers.count(call.evidence())));
            }
        }
        return Html.group(
                table.build(),
                Blocks.shown(table.size(), calls.size(), "evidence_manifest.json"),
                Blocks.note(
                        "The key is a digest of all that decides the result of a step; a step with the same key is reused."));
    }

    private static Html words() {
        Html list = Html.element("dl", "words");
        for (String[] word : WORDS) {
            list.add(Html.element("dt").text(word[0]), Html.element("dd").text(word[1]));
        }
        return Html.group(Blocks.subheading("Words used here"), list);
    }
}
