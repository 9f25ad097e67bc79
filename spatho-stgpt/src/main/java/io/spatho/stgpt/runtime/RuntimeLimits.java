package io.spatho.stgpt.runtime;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What bounds the work of a checkpoint and how its genes are found: the keys {@code stgpt_gene_column}, {@code stgpt_batch_size} and
 * {@code stgpt_max_length}.
 *
 * @param geneColumn the column of genes that holds the names which the vocabulary knows; empty for the feature names
 * @param batchSize most cells that go through the network at once; empty to fill batches by tokens
 * @param maxLength most tokens of a cell, {@code <cls>} included; empty for the checkpoint's own
 */
public record RuntimeLimits(Optional<String> geneColumn, OptionalInt batchSize, OptionalInt maxLength) {

    private static final int SHORTEST = 2;

    public RuntimeLimits {
        if (batchSize.orElse(1) < 1 || maxLength.orElse(SHORTEST) < SHORTEST) {
            throw new IllegalArgumentException("batch size " + batchSize + ", longest " + maxLength);
        }
    }

    /** Feature names, batches by tokens, the checkpoint's own length. */
    public static RuntimeLimits none() {
        return new RuntimeLimits(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** The names under which the genes of a panel are looked up, in matrix order. */
    List<String> names(GenePanel panel) {
        if (geneColumn.isEmpty()) {
            return panel.featureNames();
        }
        return switch (geneColumn.get()) {
            case "feature_name", "gene_name" -> panel.featureNames();
            case "feature_id", "gene_ids" -> panel.featureIds();
            default -> annotated(panel, geneColumn.get());
        };
    }

    private static List<String> annotated(GenePanel panel, String name) {
        Table annotations = panel.annotations();
        boolean text = annotations.has(name)
                && (annotations.column(name) instanceof Column.Strings
                        || annotations.column(name) instanceof Column.Categories);
        if (!text) {
            List<String> known = new ArrayList<>(List.of("feature_name", "feature_id"));
            known.addAll(annotations.names());
            throw new UsageException(Problem.of("the genes have no such column of text")
                    .at("stgpt_gene_column")
                    .expected("one of " + String.join(", ", known), name));
        }
        return Arrays.stream(annotations.strings(name))
                .map(value -> value == null ? "" : value)
                .toList();
    }

    /** The most tokens of a cell, given what the checkpoint was made for. */
    int longest(int ofCheckpoint) {
        return Math.min(ofCheckpoint, maxLength.orElse(ofCheckpoint));
    }
}
