package io.spatho.stgpt.runtime;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.RegionEmbedder;
import io.spatho.stgpt.region.RegionModel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Vectors by a region model that was trained before, on this case or on another. */
final class RegionModelVectors implements CellWork {

    private final SpatialDataset kept;
    private final EmbeddingSource.FromRegionModel source;
    private final ToolContext context;

    RegionModelVectors(SpatialDataset kept, EmbeddingSource.FromRegionModel source, ToolContext context) {
        this.kept = kept;
        this.source = source;
        this.context = context;
    }

    static JsonNode parameters(EmbeddingSource.FromRegionModel source) {
        return CanonicalJson.object()
                .put("source", "region model")
                .put("fingerprint", source.model().fingerprint().sha256())
                .put("model_genes", source.model().genes().size());
    }

    @Override
    public int items() {
        return kept.size();
    }

    @Override
    public int block() {
        return RegionEmbedder.BLOCK;
    }

    @Override
    public int width() {
        return source.model().settings().width();
    }

    @Override
    public boolean isOnGpu() {
        return TorchEngine.start().device(source.device()).isGpu();
    }

    @Override
    public String id(int item) {
        return kept.cellIds()[item];
    }

    @Override
    public ModelReference model() {
        return reference(source.model());
    }

    @Override
    public DenseMatrix vectors(int from, int to) {
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(source.device());
        try (Operators operators = Operators.load(engine, device);
                RegionEmbedder embedder = new RegionEmbedder(engine, operators, device, source.model())) {
            return embedder.embed(kept, from, to, context.workers(), context.progress());
        }
    }

    @Override
    public EmbeddedCells finish(DenseMatrix all) {
        return EmbeddedCells.computed(withoutZeros(all), model(), "a region model", overlap(source.model(), kept));
    }

    static ModelReference reference(RegionModel model) {
        return new ModelReference(
                RegionModel.NAME,
                RegionModel.VERSION + " trained before",
                model.fingerprint().sha256());
    }

    private static PanelOverlap overlap(RegionModel model, SpatialDataset kept) {
        Set<String> known = new HashSet<>(model.genes());
        int shared = (int)
                kept.panel().uniqueNames().stream().filter(known::contains).count();
        // Here the share is of the model's genes: it was made for them, and takes the others for absent.
        double least = Guardrails.PANEL_COMPATIBILITY.thresholds().get("minimum_share_of_genes_in_vocabulary");
        return new PanelOverlap(
                shared, kept.panel().size(), shared < least * model.genes().size());
    }

    /**
     * The vectors with NaN in the rows of zeros that stand for cells without a gene of the model.
     *
     * @throws InputException when the network gave something that is no number
     */
    static DenseMatrix withoutZeros(DenseMatrix vectors) {
        float[] values = vectors.values();
        for (int row = 0; row < vectors.rows(); row++) {
            int from = row * vectors.columns();
            boolean zero = true;
            for (int i = from; i < from + vectors.columns(); i++) {
                if (!Float.isFinite(values[i])) {
                    throw new InputException(Problem.of("the network gives no finite number for an observation")
                            .at("row " + row)
                            .expected("finite vectors", values[i])
                            .fix("Check the model for NaN weights, or train it again"));
                }
                zero &= values[i] == 0;
            }
            if (zero) {
                Arrays.fill(values, from, from + vectors.columns(), Float.NaN);
            }
        }
        return vectors;
    }
}
