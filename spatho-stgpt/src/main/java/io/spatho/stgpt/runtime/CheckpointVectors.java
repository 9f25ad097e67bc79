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
final class CheckpointVectors implements CellWork {

    private final SpatialDataset kept;
    private final EmbeddingSource.FromCheckpoint source;
    private final ToolContext context;
    private final Tokenizer tokenizer;
    private final int[] embeddable;
    private final ScgptEmbedder embedder;

    CheckpointVectors(SpatialDataset kept, EmbeddingSource.FromCheckpoint source, ToolContext context) {
        this.kept = kept;
        this.source = source;
        this.context = context;
        this.tokenizer = tokenizer(kept, source, context.seed());
        this.embeddable = IntStream.range(0, kept.size())
                .filter(cell -> !tokenizer.hasNoGene(cell))
                .toArray();
        this.embedder =
                new ScgptEmbedder(source.model(), source.options().limits().batchSize());
    }

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

    @Override
    public int items() {
        return embeddable.length;
    }

    @Override
    public int block() {
        return embedder.block();
    }

    @Override
    public int width() {
        return source.model().config().width();
    }

    @Override
    public boolean isOnGpu() {
        return source.model().device().isGpu();
    }

    @Override
    public String id(int item) {
        return kept.cellIds()[embeddable[item]];
    }

    @Override
    public ModelReference model() {
        return new ModelReference(
                kind(source), "checkpoint", source.folder().fingerprint().sha256());
    }

    @Override
    public DenseMatrix vectors(int from, int to) {
        int[] cells = Arrays.copyOfRange(embeddable, from, to);
        return embedder.embed(TokenSource.of(tokenizer, kept.cellIds(), cells), context.workers(), context.progress());
    }

    @Override
    public EmbeddedCells finish(DenseMatrix some) {
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
        return EmbeddedCells.computed(
                vectors,
                model(),
                "a " + kind(source) + " checkpoint",
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
