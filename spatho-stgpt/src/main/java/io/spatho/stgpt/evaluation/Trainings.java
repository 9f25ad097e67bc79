package io.spatho.stgpt.evaluation;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.region.ModelExpression;
import io.spatho.stgpt.region.PanelDecoder;
import io.spatho.stgpt.region.RegionEmbedder;
import io.spatho.stgpt.region.RegionInputs;
import io.spatho.stgpt.region.RegionModel;
import io.spatho.stgpt.region.RegionTrainer;
import java.util.List;

/** Trains models for an evaluation, each on the training part of a division, and lets them fill in hidden genes. */
final class Trainings implements AutoCloseable {

    private final EvaluateTool.Request request;
    private final ToolContext context;
    private final TorchEngine engine;
    private final Device device;
    private final Operators operators;

    private Trainings(
            EvaluateTool.Request request, ToolContext context, TorchEngine engine, Device device, Operators operators) {
        this.request = request;
        this.context = context;
        this.engine = engine;
        this.device = device;
        this.operators = operators;
    }

    static Trainings start(EvaluateTool.Request request, ToolContext context) {
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request.device());
        return new Trainings(request, context, engine, device, Operators.load(engine, device));
    }

    RegionModel train(Division division) {
        RegionTrainer.Lesson lesson = new RegionTrainer.Lesson(
                request.kept(),
                request.spatial(),
                division,
                RegionInputs.ofGenes(request.kept().size()),
                List.of());
        return new RegionTrainer(engine, operators, device, request.settings())
                .train(lesson, context.workers(), context.progress());
    }

    DenseMatrix embed(RegionModel model) {
        try (RegionEmbedder embedder = new RegionEmbedder(engine, operators, device, model)) {
            return embedder.embed(request.kept(), context.workers(), context.progress());
        }
    }

    HiddenGenes.Outcome hiddenGenes(RegionModel model, CsrMatrix expression, Division division) {
        try (PanelDecoder decoder = new PanelDecoder(engine, operators, device, model)) {
            return new HiddenGenes(model, expression, division, context.seed()).run(decoder, context.workers());
        }
    }

    /** The same benchmark when the model is trained on one side of the tissue and judged on the other. */
    ObjectNode domainShift(HiddenGenesReport within) {
        Division halves = Split.halves(request.kept(), request.settings().seed());
        RegionModel model = train(halves);
        CsrMatrix expression = ModelExpression.of(model, request.kept(), context.workers());
        HiddenGenesReport across = new HiddenGenesReport(hiddenGenes(model, expression, halves), context.seed());
        ObjectNode node = CanonicalJson.object();
        node.put("shift", "trained on one half of the tissue, judged on the other");
        node.put("split_fingerprint", halves.fingerprint().sha256());
        node.set("hidden_genes", across.document());
        node.set(
                "neighbourhoods",
                HiddenGenesReport.neighbourhoods(model.report().heldOut()));
        ObjectNode shares = node.putObject("error_relative_to_gene_mean");
        Scores.number(shares, "within", within.error("model") / within.error("gene_mean"));
        Scores.number(shares, "across", across.error("model") / across.error("gene_mean"));
        return node;
    }

    @Override
    public void close() {
        operators.close();
    }
}
