package io.spatho.stgpt.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.checkpoint.ModelArguments;
import io.spatho.stgpt.scgpt.ScgptEmbedder;
import io.spatho.stgpt.scgpt.TokenSource;
import io.spatho.stgpt.tokens.TokenSettings;
import io.spatho.stgpt.tokens.TokenSettings.GeneChoice;
import io.spatho.stgpt.tokens.TokenSettings.Ties;
import io.spatho.stgpt.tokens.Tokenizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** Vectors by a checkpoint: scGPT-spatial's scaling of counts when the folder holds gene means, scGPT's otherwise. */
final class CheckpointVectors {

    private CheckpointVectors() {}

    static JsonNode parameters(EmbeddingSource.FromCheckpoint source) {
        RuntimeLimits limits = source.options().limits();
        ObjectNode node = CanonicalJson.object()
                .put("source", "checkpoint")
                .put("kind", kind(source))
                .put("fingerprint", source.folder().fingerprint().sha256())
                .put("shared_genes", source.mapping().sharedGenes())
                .put("panel_genes", source.mapping().panelGenes())
                .put("genes_by_other_names", source.mapping().renamed())
                .put("ambiguous_genes", String.join(",", source.mapping().ambiguous()))
                .put("gene_choice", choice(source.options().choice()))
                .put("ties", "lower bin")
                .put("precision", source.options().precision().name().toLowerCase(Locale.ROOT));
        limits.geneColumn().ifPresent(column -> node.put("gene_column", column));
        limits.batchSize().ifPresent(cells -> node.put("batch_size", cells));
        limits.maxLength().ifPresent(tokens -> node.put("max_length", tokens));
        return node;
    }

    private static String choice(GeneChoice choice) {
        return choice == GeneChoice.REFERENCE ? "reference, keyed by seed and cell" : "top-expressed";
    }

    private static String kind(EmbeddingSource.FromCheckpoint source) {
        return source.folder().geneMeans().isPresent() ? "scGPT-spatial" : "scGPT";
    }

    static EmbeddedCells embed(SpatialDataset kept, EmbeddingSource.FromCheckpoint source, ToolContext context) {
        Tokenizer tokenizer = tokenizer(kept, source, context.seed());
        int[] embeddable = IntStream.range(0, kept.size())
                .filter(cell -> !tokenizer.hasNoGene(cell))
                .toArray();
        DenseMatrix some = new ScgptEmbedder(
                        source.model(), source.options().limits().batchSize())
                .embed(TokenSource.of(tokenizer, kept.cellIds(), embeddable), context.workers(), context.progress());
        DenseMatrix vectors = DenseMatrix.zeros(kept.size(), some.columns());
        Arrays.fill(vectors.values(), Float.NaN);
        for (int i = 0; i < embeddable.length; i++) {
            System.arraycopy(
                    some.values(),
                    i * some.columns(),
                    vectors.values(),
                    embeddable[i] * some.columns(),
                    some.columns());
        }
        String kind = kind(source);
        return EmbeddedCells.computed(
                vectors,
                new ModelReference(
                        kind, "checkpoint", source.folder().fingerprint().sha256()),
                "a " + kind + " checkpoint",
                new PanelOverlap(
                        source.mapping().sharedGenes(),
                        source.mapping().panelGenes(),
                        source.mapping().lowOverlap()));
    }

    private static Tokenizer tokenizer(SpatialDataset kept, EmbeddingSource.FromCheckpoint source, long seed) {
        ModelArguments arguments = source.folder().arguments();
        TokenSettings settings = new TokenSettings(
                arguments.bins(),
                source.options().limits().longest(arguments.longestSequence()),
                arguments.padValue(),
                source.options().choice(),
                Ties.FIXED,
                seed);
        return source.folder()
                .geneMeans()
                .map(means -> Tokenizer.scgptSpatial(
                        kept.counts(),
                        kept.cellIds(),
                        source.mapping(),
                        source.folder().vocabulary(),
                        settings,
                        means))
                .orElseGet(() -> Tokenizer.scgpt(
                        kept.counts(),
                        kept.cellIds(),
                        source.mapping(),
                        source.folder().vocabulary(),
                        settings));
    }
}
