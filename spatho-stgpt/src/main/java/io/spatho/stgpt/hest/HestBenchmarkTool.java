package io.spatho.stgpt.hest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.expression.ExpressionScores;
import io.spatho.stgpt.expression.ExpressionScores.Kind;
import io.spatho.stgpt.hest.HestSplit.Sample;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.feature.FeatureBlocks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well an encoder's features predict expression on the samples of a HEST task, by its published regression; writes {@code
 * histology/hest/results.json} and the features of every sample.
 *
 * <p>Beside the benchmark's own figure, the correlation over all patches that a fold tests, stand correlations within slides with their
 * label-shuffle and spatial-shift control and an interval over slides: over several slides a correlation also rewards telling the slides
 * apart. A run that was killed goes on with the patches that are missing. Cost: encoding, and for each fold patches x features².
 */
public final class HestBenchmarkTool implements Tool<HestBenchmarkTool.Request, JsonNode> {

    /** The document. */
    public static final String FILE = "histology/hest/results.json";

    static final String FOLDER = "histology/hest";

    private static final ToolId ID = new ToolId("hest_benchmark", "1.0");

    /**
     * What to judge.
     *
     * @param splits folds of the task
     * @param genes to predict
     * @param encoder whose features are judged
     * @param components principal components at most; 256 in HEST
     * @param inputs a digest over the files of all samples
     * @param seed of the controls and intervals
     */
    public record Request(
            List<HestSplit> splits,
            List<String> genes,
            TileEncoder encoder,
            int components,
            Fingerprint inputs,
            long seed) {

        public Request {
            splits = List.copyOf(splits);
            genes = List.copyOf(genes);
        }

        /** All samples, each once, in the order in which the folds name them. */
        Set<Sample> samples() {
            Set<Sample> samples = new LinkedHashSet<>();
            splits.forEach(split -> {
                samples.addAll(split.train());
                samples.addAll(split.test());
            });
            return samples;
        }
    }

    @Override
    public ToolId id() {
        return ID;
    }

    @Override
    public String purpose() {
        return "Judges an encoder on a HEST task by the task's own regression.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("encoder", request.encoder().name())
                .put("encoder_fingerprint", request.encoder().fingerprint())
                .put("components", request.components())
                .put("inputs", request.inputs().sha256());
        request.genes().forEach(node.putArray("genes")::add);
        return node;
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        Map<String, PatchFeatures> features = new LinkedHashMap<>();
        Map<String, DenseMatrix> counts = new LinkedHashMap<>();
        FeatureBlocks blocks = FeatureBlocks.open(
                context.store().locate(FOLDER), Fingerprint.ofText(ID + CanonicalJson.line(parameters(request))));
        int block = 0;
        for (Sample sample : request.samples()) {
            context.progress().note("sample " + sample.id());
            try (HestPatches patches = HestPatches.open(sample.patches(), context.workers())) {
                PatchFeatures.require(patches, request.encoder());
                counts.put(
                        sample.id(),
                        HestSample.counts(sample.expression(), patches.barcodes(), request.genes(), context.workers()));
                features.put(
                        sample.id(), PatchFeatures.of(sample.id(), patches, request.encoder(), context, blocks, block));
                block += PatchFeatures.blocks(patches);
            }
        }
        List<HestFold> folds = new ArrayList<>();
        for (HestSplit split : request.splits()) {
            folds.add(HestFold.of(split, features, counts, request, context.workers()));
        }
        ExpressionScores within = HestFold.within(folds, features, counts, request, context.workers());
        ObjectNode document = HestDocument.of(request, folds, within);
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        state(request, document, within, file, context);
        blocks.clear();
        return document;
    }

    private static void state(
            Request request, ObjectNode document, ExpressionScores within, Artifact file, ToolContext context) {
        ExpressionScores.Figure pearson = within.of(Kind.PEARSON);
        double control = Math.max(Math.abs(pearson.shuffled()), Math.abs(pearson.shifted()));
        boolean standsOut =
                pearson.interval().map(interval -> interval.lower() > control).orElse(pearson.value() > 2 * control);
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "hest_benchmark")
                .value(CanonicalJson.object()
                        .<ObjectNode>set("pearson_mean", document.path("pearson_mean"))
                        .<ObjectNode>set("pearson_std", document.path("pearson_std"))
                        .set("within_slides", document.path("within_slides").path("pearson")))
                .summary("From the features of " + request.encoder().name() + " the benchmark's regression predicts "
                        + Words.count(request.genes().size(), "gene") + " with a mean correlation of "
                        + Words.decimal(document.path("pearson_mean").asDouble(Double.NaN), 3) + " over "
                        + Words.count(request.splits().size(), "fold") + ", and of "
                        + Words.decimal(pearson.value(), 3) + " within slides (shuffled "
                        + Words.decimal(pearson.shuffled(), 3) + ", half a slide away "
                        + Words.decimal(pearson.shifted(), 3) + ").")
                .restsOn(file, "pearson_corrs")
                .qc(standsOut ? QcStatus.PASS : QcStatus.WARN);
        pearson.interval().ifPresent(draft::uncertainty);
        draft.modelDerived(new ModelReference(
                "hest_ridge",
                "principal components and ridge regression of "
                        + request.encoder().name(),
                Fingerprint.ofText(CanonicalJson.line(document)).sha256()));
    }
}
