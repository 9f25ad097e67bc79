package io.spatho.stgpt.hest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.expression.ExpressionDocuments;
import io.spatho.stgpt.expression.ExpressionScores;
import java.util.Arrays;
import java.util.List;

/** The results in the names that the benchmark uses ({@code pearson_corrs}, {@code pearson_mean}, {@code pearson_std}), and ours beside. */
final class HestDocument {

    private HestDocument() {}

    static ObjectNode of(HestBenchmarkTool.Request request, List<HestFold> folds, ExpressionScores within) {
        ObjectNode document = CanonicalJson.object();
        document.put("encoder", request.encoder().name())
                .put("encoder_fingerprint", request.encoder().fingerprint())
                .put("features", request.encoder().features().size())
                .put("genes", request.genes().size());
        ArrayNode parts = document.putArray("folds");
        folds.forEach(fold -> describe(parts.addObject(), fold));
        double[] means = folds.stream().mapToDouble(HestFold::mean).toArray();
        summarise(document, "pearson_mean", "pearson_std", means);
        ArrayNode genes = document.putArray("pearson_corrs");
        for (int gene = 0; gene < request.genes().size(); gene++) {
            int own = gene;
            double[] values =
                    folds.stream().mapToDouble(fold -> fold.pearson()[own]).toArray();
            ObjectNode node = genes.addObject().put("name", request.genes().get(gene));
            summarise(node, "mean", "std", values);
            ArrayNode each = node.putArray("pearson_corrs");
            Arrays.stream(values).forEach(value -> add(each, value));
        }
        document.set("within_slides", ExpressionDocuments.scores(within));
        return document;
    }

    private static void describe(ObjectNode node, HestFold fold) {
        node.put("fold", fold.split().fold());
        fold.split().train().forEach(sample -> node.withArray("train").add(sample.id()));
        fold.split().test().forEach(sample -> node.withArray("test").add(sample.id()));
        node.put("training_patches", fold.trained())
                .put("test_patches", fold.tested())
                .put("components", fold.components())
                .put(
                        "undefined_genes",
                        Arrays.stream(fold.pearson()).filter(Double::isNaN).count());
        put(node, "pearson_mean", fold.mean());
    }

    /** Mean and standard deviation (divided by n) of the values that are defined. */
    private static void summarise(ObjectNode node, String mean, String deviation, double[] values) {
        double[] defined = Arrays.stream(values).filter(Double::isFinite).toArray();
        double average = Arrays.stream(defined).average().orElse(Double.NaN);
        double variance = Arrays.stream(defined)
                .map(value -> (value - average) * (value - average))
                .average()
                .orElse(Double.NaN);
        put(node, mean, average);
        put(node, deviation, Math.sqrt(variance));
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static void add(ArrayNode array, double value) {
        if (Double.isFinite(value)) {
            array.add(value);
        } else {
            array.addNull();
        }
    }
}
