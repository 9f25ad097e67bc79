package io.spatho.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.report.content.CaseDescription;
import io.spatho.report.content.Findings;
import io.spatho.report.content.InputFile;
import io.spatho.report.content.ModelUse;
import io.spatho.report.content.Omission;
import io.spatho.report.content.Provenance;
import io.spatho.report.content.Remarks;
import io.spatho.report.content.ReportInput;
import io.spatho.report.content.RunIdentity;
import io.spatho.report.content.ToolCall;
import io.spatho.report.content.Underlay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/** A whole run made by code: every table and document that a report can show, with a made tissue behind them. */
public final class MadeRun {

    private static final String[] GENES = {
        "EPCAM", "KRT8", "KRT20", "MUC2", "VIM", "COL1A1", "COL3A1", "DCN", "ACTA2", "MYH11", "DES", "TAGLN", "CD3E",
                "CD8A",
        "MS4A1", "CD79A", "LYZ", "CD68", "CD163", "PECAM1", "VWF", "CDH5", "MKI67", "TOP2A", "PCNA", "CEACAM5", "OLFM4",
                "LGR5",
        "CA1", "AQP8", "JCHAIN", "MZB1"
    };
    private static final String[] TYPES = {
        "Tumour epithelium",
        "Fibroblast",
        "Enterocyte",
        "Smooth muscle cell",
        "T cell",
        "Macrophage",
        "B cell",
        "Endothelial cell",
        "Goblet cell",
        "Plasma cell",
        "Mast cell"
    };
    private static final int DIMENSIONS = 16;
    private static final ModelReference MODEL = new ModelReference(
            "stGPT small",
            "trained on this case",
            Fingerprint.ofText("made model").sha256());

    private final MemoryStore store;
    private final MadeTissue tissue;
    private final boolean hasModel;
    private final UnaryOperator<String> text;
    private final int[] cluster;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    private MadeRun(Path folder, int cells, int regions, boolean hasModel, UnaryOperator<String> text) {
        this.store = new MemoryStore(folder);
        this.tissue = new MadeTissue(cells, regions);
        this.hasModel = hasModel;
        this.text = text;
        this.cluster = new int[cells];
        CounterRandom random = CounterRandom.of(2, "made clusters", 0);
        for (int i = 0; i < cells; i++) {
            int structure = tissue.structureOfRegion[tissue.region[i]];
            cluster[i] = random.nextDouble() < 0.035
                    ? -1
                    : random.nextDouble() < 0.6 ? structure : random.nextInt(TYPES.length);
        }
    }

    /** A run; {@code text} is applied to every text that comes from data. */
    public static ReportInput of(
            Path folder,
            int cells,
            int regions,
            boolean hasModel,
            UnaryOperator<String> text,
            Optional<Underlay> underlay) {
        return new MadeRun(folder, cells, regions, hasModel, text).input(underlay);
    }

    /** A run with ordinary texts. */
    public static ReportInput of(Path folder, int cells, int regions, boolean hasModel) {
        return of(folder, cells, regions, hasModel, UnaryOperator.identity(), Optional.empty());
    }

    private ReportInput input(Optional<Underlay> underlay) {
        qualityDocument();
        Artifact clusters = clusterTable();
        Artifact markers = markerTables();
        Artifact moran = spatialTables();
        Artifact regions = regionTables();
        if (hasModel) {
            modelDocuments();
        }
        collectEvidence(clusters, markers, moran, regions);
        List<Omission> omissions = new ArrayList<>();
        if (!hasModel) {
            String reason = text.apply("No checkpoint was given and training on the case was switched off.");
            omissions.add(new Omission("stGPT embedding", "stgpt/", reason));
            omissions.add(new Omission("Region embeddings by stGPT", "regions/region_embeddings.parquet", reason));
        }
        if (underlay.isEmpty()) {
            omissions.add(new Omission(
                    text.apply("H&E image"),
                    "",
                    text.apply("The bundle holds no image of the slide; the maps show cells alone.")));
        }
        return new ReportInput(
                new RunIdentity(text.apply("run_4f1c09aa"), text.apply("0.1.0"), 42),
                subject(),
                new Findings(evidence, List.of(), verdicts, Guardrails.all()),
                provenance(),
                new Remarks(
                        List.of(
                                text.apply("The panel has 32 genes; labels rest on few markers."),
                                text.apply("3 cells lie outside every region that was drawn.")),
                        omissions),
                store,
                underlay);
    }

    private CaseDescription subject() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(text.apply("Panel"), text.apply("Human Colon Gene Expression"));
        metadata.put("Instrument software", text.apply("3.1.0.0"));
        metadata.put("Pixel size", "0.2125 µm");
        return new CaseDescription(
                text.apply("Colon adenocarcinoma, block 7"), text.apply("10x Xenium"), "cell", Double.NaN, metadata);
    }

    private Provenance provenance() {
        String digest = Fingerprint.ofText("input").sha256();
        List<ToolCall> calls = new ArrayList<>();
        String[][] tools = {
            {"read_bundle@1.0", "Reads the bundle into one dataset."},
            {"quality_control@1.0", "Marks cells that cannot be relied on."},
            {"cluster_expression@1.0", "Finds groups of cells with similar expression."},
            {"rank_markers@1.0", "Ranks the genes that mark each cluster."},
            {"find_regions@1.0", "Cuts the tissue into connected parts of one structure."}
        };
        for (int i = 0; i < tools.length; i++) {
            calls.add(new ToolCall(
                    i + 1,
                    text.apply(tools[i][0]),
                    text.apply(tools[i][1]),
                    Fingerprint.ofText(tools[i][0]).sha256(),
                    text.apply("{\"neighbors\":15,\"resolution\":1.0,\"seed\":42}"),
                    2 + i,
                    7 * i));
        }
        return new Provenance(
                List.of(
                        new InputFile(text.apply("matrix"), text.apply("cell_feature_matrix.h5"), 48_211_904, digest),
                        new InputFile("cells", "cells.parquet", 3_104_882, digest),
                        new InputFile("experiment", "experiment.xenium", 4_021, digest)),
                calls,
                store.written(),
                hasModel
                        ? List.of(
                                new ModelUse(
                                        MODEL,
                                        text.apply(
                                                "Trained on this case for 40 seconds; embeds cells, which are pooled to regions.")))
                        : List.of());
    }

    private void qualityDocument() {
        int n = cluster.length;
        int kept = (int) Arrays.stream(cluster).filter(code -> code >= 0).count();
        ObjectNode qc = CanonicalJson.object();
        qc.put("n_observations", n).put("n_kept", kept).put("observation", "cell");
        qc.putObject("thresholds")
                .put("minimum_counts", 20)
                .put("minimum_genes", 5)
                .put("maximum_control_share", 0.05);
        qc.putObject("failed").put(text.apply("low_counts"), n - kept).put("high_control_share", (n - kept) / 9);
        qc.put("median_counts", 143.0).put("median_genes", 61.0);
        ObjectNode quantiles = qc.putObject("quantiles");
        for (String name : new String[] {"counts", "genes"}) {
            ArrayNode values = quantiles.putArray(name);
            for (double value : new double[] {0, 88, 143, 214, 1391}) {
                values.add(name.equals("counts") ? value : Math.rint(value / 2.4));
            }
        }
        qc.put("control_share_mean", 0.0021).putNull("mitochondrial_share_mean");
        qc.put("n_genes", GENES.length).put("n_genes_expressed", GENES.length - 1);
        ObjectNode histogram = qc.putObject("histogram_counts");
        ArrayNode edges = histogram.putArray("edges");
        ArrayNode counts = histogram.putArray("counts");
        edges.add(0.0);
        for (int i = 0; i < 40; i++) {
            edges.add(15.0 * (i + 1));
            double z = (Math.log(15.0 * i + 8) - Math.log(130)) / 0.62;
            counts.add(Math.round(n * 0.05 * Math.exp(-z * z / 2)));
        }
        ArrayNode modalities = qc.putArray("modalities");
        modalities
                .addObject()
                .put("name", text.apply("Gene Expression"))
                .put("n_features", GENES.length)
                .put("total", 143L * n);
        modalities
                .addObject()
                .put("name", "Negative Control Probe")
                .put("n_features", 20)
                .put("total", n / 3);
        store.json("analysis/qc.json", Origin.MEASURED, qc);
    }

    private String structureId(int structure) {
        return text.apply("structure_" + (structure + 1));
    }

    private String structureLabel(int structure) {
        return text.apply(MadeTissue.STRUCTURES[structure]);
    }

    private String regionId(int region) {
        return text.apply(String.format(java.util.Locale.ROOT, "region_%04d", region + 1));
    }

    private int regions() {
        return tissue.seedX.length;
    }

    private static Column strings(int n, IntFunction<String> value) {
        return new Column.Strings(
                java.util.stream.IntStream.range(0, n).mapToObj(value).toArray(String[]::new));
    }

    private static Column doubles(int n, IntToDoubleFunction value) {
        return new Column.Doubles(
                java.util.stream.IntStream.range(0, n).mapToDouble(value).toArray());
    }

    private Artifact clusterTable() {
        int n = cluster.length;
        String[] ids = new String[TYPES.length];
        Arrays.setAll(ids, i -> text.apply(Integer.toString(i)));
        Table table = Table.ofRows(n)
                .with("cell_id", strings(n, i -> "cell_" + i))
                .with("x_um", new Column.Doubles(tissue.x))
                .with("y_um", new Column.Doubles(tissue.y))
                .with("qc_flag", strings(n, i -> cluster[i] < 0 ? "low_counts" : "ok"))
                .with("cluster_id", strings(n, i -> cluster[i] < 0 ? "" : ids[cluster[i]]))
                .with("cell_type", strings(n, i -> cluster[i] < 0 ? "" : TYPES[cluster[i]]))
                .with("structure_id", strings(n, i -> cluster[i] < 0 ? "" : structureId(structureOf(i))))
                .with("structure_label", strings(n, i -> cluster[i] < 0 ? "" : structureLabel(structureOf(i))))
                .with("region_id", strings(n, i -> cluster[i] < 0 ? "" : regionId(tissue.region[i])));
        return store.table("analysis/clusters.parquet", Origin.MEASURED, table);
    }

    private int structureOf(int cell) {
        return tissue.structureOfRegion[tissue.region[cell]];
    }

    private Artifact markerTables() {
        int each = 8;
        int n = TYPES.length * each;
        CounterRandom random = CounterRandom.of(3, "made markers", 0);
        double[] shares = random.nextDouble() < 2
                ? java.util.stream.IntStream.range(0, n)
                        .mapToDouble(i -> 0.25 + 0.7 * random.nextDouble())
                        .toArray()
                : new double[n];
        Table markers = Table.ofRows(n)
                .with("cluster_id", strings(n, i -> text.apply(Integer.toString(i / each))))
                .with("rank", doubles(n, i -> i % each + 1))
                .with("gene", strings(n, i -> text.apply(GENES[(i / each * 3 + i % each) % GENES.length])))
                .with("score", doubles(n, i -> 40.0 - i % each))
                .with("log2_fold_change", doubles(n, i -> 4.2 - 0.45 * (i % each)))
                .with("share_in", new Column.Doubles(shares))
                .with("share_out", doubles(n, i -> 0.08))
                .with("p_value", doubles(n, i -> 1e-30))
                .with("p_adjusted", doubles(n, i -> 1e-28));
        Artifact written = store.table("analysis/markers.parquet", Origin.MEASURED, markers);
        int k = TYPES.length;
        store.table(
                "analysis/annotation.parquet",
                Origin.MEASURED,
                Table.ofRows(k)
                        .with("cluster_id", strings(k, i -> text.apply(Integer.toString(i))))
                        .with("label", strings(k, i -> text.apply(TYPES[i])))
                        .with("confidence", doubles(k, i -> 0.94 - 0.06 * i))
                        .with("score", doubles(k, i -> 3.1))
                        .with("runner_up", strings(k, i -> TYPES[(i + 1) % k]))
                        .with("evidence_genes", strings(k, i -> text.apply(GENES[3 * i % GENES.length] + ",VIM")))
                        .with("note", strings(k, i -> i == 10 ? text.apply("few markers on the panel") : "")));
        return written;
    }

    private Artifact spatialTables() {
        int n = GENES.length;
        Table moran = Table.ofRows(n)
                .with("gene", strings(n, i -> text.apply(GENES[i])))
                .with("moran_i", doubles(n, i -> i == n - 1 ? Double.NaN : 0.71 * Math.exp(-i / 9.0) - 0.01))
                .with("lower", doubles(n, i -> i == n - 1 ? Double.NaN : 0.71 * Math.exp(-i / 9.0) - 0.06))
                .with("upper", doubles(n, i -> i == n - 1 ? Double.NaN : 0.71 * Math.exp(-i / 9.0) + 0.04))
                .with("level", doubles(n, i -> 0.95))
                .with("z_score", doubles(n, i -> 96.2 - 3 * i))
                .with("p_adjusted", doubles(n, i -> i < 20 ? 1e-12 : 0.04 * i / 20))
                .with("geary_c", doubles(n, i -> 0.31 + 0.02 * i))
                .with("undefined_reason", strings(n, i -> i == n - 1 ? text.apply("no variation") : ""));
        Artifact written = store.table("analysis/spatial_autocorrelation.parquet", Origin.MEASURED, moran);
        int k = TYPES.length;
        int pairs = k * k;
        store.table(
                "analysis/neighborhood_enrichment.parquet",
                Origin.MEASURED,
                Table.ofRows(pairs)
                        .with("label_a", strings(pairs, i -> text.apply(TYPES[i / k])))
                        .with("label_b", strings(pairs, i -> text.apply(TYPES[i % k])))
                        .with("count", doubles(pairs, i -> 1000.0 - i))
                        .with("z_score", doubles(pairs, i -> enrichment(i / k, i % k)))
                        .with(
                                "undefined_reason",
                                strings(
                                        pairs,
                                        i -> Double.isNaN(enrichment(i / k, i % k))
                                                ? text.apply("random arrangements do not vary")
                                                : "")));
        store.json(
                "analysis/spatial_entropy.json",
                Origin.MEASURED,
                CanonicalJson.object()
                        .put("entropy", 1.412)
                        .put("lower", 1.377)
                        .put("upper", 1.449)
                        .put("level", 0.95)
                        .put("method", text.apply("spatial block bootstrap, 200 resamples"))
                        .put("unit", "nats")
                        .put("maximum", 2.398));
        return written;
    }

    private static double enrichment(int a, int b) {
        if (a + b == 2 * TYPES.length - 3) {
            return Double.NaN;
        }
        return a == b ? 31.5 - 1.7 * a : 9 * Math.sin(1.3 * Math.min(a, b) + 2.1 * Math.max(a, b));
    }

    private Artifact regionTables() {
        int n = regions();
        int[] counts = new int[n];
        for (int region : tissue.region) {
            counts[region]++;
        }
        store.json("regions/regions.geojson", Origin.MEASURED, outlines(counts));
        Table summary = Table.ofRows(n)
                .with("region_id", strings(n, this::regionId))
                .with("n_cells", doubles(n, i -> counts[i]));
        for (int g = 0; g < GENES.length; g++) {
            int gene = g;
            summary = summary.with(
                    text.apply("gene_" + GENES[g]).startsWith("gene_")
                            ? text.apply("gene_" + GENES[g])
                            : "gene_" + GENES[g],
                    doubles(
                            n,
                            i -> 0.2 + (tissue.structureOfRegion[i] == gene % 7 ? 2.5 : 0) + 0.3 * Math.sin(i + gene)));
        }
        Artifact written = store.table("regions/region_molecular_summary.parquet", Origin.MEASURED, summary);
        store.table("regions/region_pca_embeddings.parquet", Origin.MEASURED, embeddings(n, 0.35));
        store.table(
                "regions/region_neighbors.parquet",
                Origin.MEASURED,
                Table.ofRows(2 * n)
                        .with("region_id", strings(2 * n, i -> regionId(i / 2)))
                        .with("neighbor_id", strings(2 * n, i -> regionId((i / 2 + 1 + i % 2) % n)))
                        .with("relation", strings(2 * n, i -> "adjacent"))
                        .with("distance_um", doubles(2 * n, i -> i % 2 * 84.2)));
        if (hasModel) {
            store.table("regions/region_embeddings.parquet", Origin.MODEL_DERIVED, embeddings(n, 0.8));
            store.table(
                    "regions/region_outliers.parquet",
                    Origin.MODEL_DERIVED,
                    Table.ofRows(2)
                            .with("region_id", strings(2, i -> regionId(3 + 4 * i)))
                            .with("reason", strings(2, i -> text.apply(i == 0 ? "weak_support" : "far_from_structure")))
                            .with("score", doubles(2, i -> 3.2)));
        }
        return written;
    }

    private Table embeddings(int n, double noise) {
        Table table = Table.ofRows(n)
                .with("region_id", strings(n, this::regionId))
                .with("structure_label", strings(n, i -> structureLabel(tissue.structureOfRegion[i])))
                .with("qc_flag", strings(n, i -> i % 11 == 5 ? text.apply("low_cells") : "ok"));
        for (int d = 0; d < DIMENSIONS; d++) {
            int dimension = d;
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) (Math.sin(1.7 * tissue.structureOfRegion[i] * (dimension + 1))
                        + noise * Math.cos(0.7 * i * (dimension + 2)));
            }
            table = table.with("emb_" + d, new Column.Floats(values));
        }
        return table;
    }

    private ObjectNode outlines(int[] counts) {
        ObjectNode collection = CanonicalJson.object().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (int r = 0; r < counts.length; r++) {
            if (counts[r] == 0) {
                continue;
            }
            ObjectNode feature = features.addObject().put("type", "Feature");
            feature.putObject("properties")
                    .put("region_id", regionId(r))
                    .put("structure_label", structureLabel(tissue.structureOfRegion[r]))
                    .put("source", "neighbourhood_clustering")
                    .put("n_cells", counts[r])
                    .put("area_um2", 81.0 * counts[r]);
            ArrayNode ring = feature.putObject("geometry")
                    .put("type", "Polygon")
                    .putArray("coordinates")
                    .addArray();
            tissue.outline(r).forEach(point -> ring.addArray().add(point[0]).add(point[1]));
        }
        return collection;
    }

    private void modelDocuments() {
        ObjectNode metrics = CanonicalJson.object()
                .put("panel_genes", 32)
                .put("shared_genes", 31)
                .put("cell_coverage", 0.998)
                .put(text.apply("checkpoint"), text.apply("trained on this case"));
        ObjectNode report = CanonicalJson.object().put("status", "pass");
        report.putArray("fatal_errors");
        report.putArray("warnings").add(text.apply("2 observations express no gene that the model knows"));
        report.set("metrics", metrics);
        store.json("stgpt/qc_report.json", Origin.MODEL_DERIVED, report);
        ArrayNode curve = CanonicalJson.array();
        ObjectNode training = CanonicalJson.object().put("model", text.apply("stGPT small"));
        training.putObject("config")
                .put("layers", 2)
                .put("heads", 4)
                .put("embedding", 64)
                .put("epochs", 6);
        ArrayNode loss = training.putArray("loss");
        for (int i = 0; i < 180; i++) {
            double value = 0.31 + 1.9 * Math.exp(-i / 28.0) + 0.05 * Math.sin(i * 2.3);
            loss.add(value);
            curve.addObject()
                    .put("step", 10 * i)
                    .put("training", value)
                    .put("validation_masked", 0.36 + 1.7 * Math.exp(-i / 30.0))
                    .put("validation_nearby", 0.48 + 1.5 * Math.exp(-i / 30.0));
        }
        training.set("curve", curve);
        ObjectNode validation =
                training.putObject("validation").put("masked_gene_error", 0.342).put("n_cells", 1200);
        validation.putObject("baselines").putObject(text.apply("gene_mean")).put("masked_gene_error", 0.611);
        store.json("stgpt/training.json", Origin.MODEL_DERIVED, training);
    }

    private void collectEvidence(Artifact clusters, Artifact markers, Artifact moran, Artifact regionSummary) {
        try (Workers workers = new Workers(1)) {
            ToolContext context = new ToolContext(
                    new ToolId(text.apply("made_tool"), "1.0"),
                    List.of("fp_" + "0".repeat(32)),
                    store,
                    workers,
                    42,
                    Progress.SILENT);
            slideEvidence(context, clusters, moran);
            for (int s = 0; s < MadeTissue.STRUCTURES.length; s++) {
                context.evidence(Unit.STRUCTURE, structureId(s), text.apply("structure_composition"))
                        .summary(text.apply(MadeTissue.STRUCTURES[s] + " holds mostly "
                                + TYPES[s].toLowerCase(java.util.Locale.ROOT) + " (" + (61 - s) + " % of its cells)."))
                        .value(CanonicalJson.object()
                                .put(text.apply("largest_cluster"), s)
                                .put("share", 0.61 - 0.01 * s))
                        .restsOn(clusters, text.apply("structure_id = " + structureId(s)))
                        .measured();
            }
            for (int c = 0; c < TYPES.length; c++) {
                context.evidence(Unit.GENE, text.apply(GENES[3 * c % GENES.length]), "marker_genes")
                        .summary(
                                text.apply(GENES[3 * c % GENES.length] + " marks cluster " + c + ", " + TYPES[c] + "."))
                        .value(CanonicalJson.object()
                                .put("log2_fold_change", 4.2)
                                .put("share_in", 0.81))
                        .restsOn(markers, "cluster_id = " + c)
                        .measured();
            }
            for (int r = 0; r < regions(); r++) {
                regionEvidence(context, regionSummary, r);
            }
            evidence.addAll(context.collectedEvidence());
            verdicts.addAll(context.collectedVerdicts());
        }
    }

    private void slideEvidence(ToolContext context, Artifact clusters, Artifact moran) {
        Verdict quality = context.judge(Guardrails.QC_BEFORE_ANNOTATION.pass(
                text.apply("run"), text.apply("96.5 % of the cells passed quality control.")));
        context.judge(Guardrails.IMPUTATION_NOT_MEASURED.pass("run", "Every model value is marked."));
        context.judge(
                hasModel
                        ? Guardrails.PANEL_COMPATIBILITY.pass("stGPT small", "97 % of the genes are in the vocabulary.")
                        : Guardrails.HUMAN_ESCALATION.fail("run", "30 % of the regions are weakly supported."));
        context.evidence(Unit.SLIDE, "slide", "quality_control")
                .summary(
                        text.apply(
                                "96.5 % of the cells passed quality control, with a median of 143 counts and 61 genes per cell."))
                .value(CanonicalJson.object().put("share_kept", 0.965))
                .restsOn(clusters, "qc_flag = ok")
                .verdict(quality)
                .measured();
        context.evidence(Unit.SLIDE, "slide", "spatial_entropy")
                .summary(text.apply("Cell types are moderately mixed in space: entropy 1.41 of at most 2.40 nats."))
                .value(CanonicalJson.object().put("entropy", 1.412))
                .uncertainty(new Uncertainty(1.377, 1.449, 0.95, text.apply("spatial block bootstrap, 200 resamples")))
                .restsOn(moran, "all")
                .measured();
    }

    private void regionEvidence(ToolContext context, Artifact summary, int r) {
        EvidenceDraft draft = context.evidence(
                        Unit.REGION, regionId(r), hasModel ? "region_embedding" : "region_profile")
                .summary(text.apply("Region " + (r + 1) + " resembles "
                        + MadeTissue.STRUCTURES[tissue.structureOfRegion[r]] + " in other parts of the slide."))
                .value(CanonicalJson.object().put("similarity", 0.8 + 0.001 * (r % 100)))
                .qc(r % 9 == 0 ? QcStatus.WARN : QcStatus.PASS)
                .restsOn(summary, "region_id = " + regionId(r));
        if (hasModel) {
            draft.modelDerived(MODEL);
        } else {
            draft.measured();
        }
    }
}
