package io.spatho.anndata.xenium;

import io.spatho.anndata.parquet.BatchColumn;
import io.spatho.anndata.parquet.CodeBatch;
import io.spatho.anndata.parquet.FlagBatch;
import io.spatho.anndata.parquet.FloatBatch;
import io.spatho.anndata.parquet.LongBatch;
import io.spatho.anndata.parquet.ParquetBatches;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code transcripts.parquet} of any version; only the columns that are needed are read. */
final class TranscriptParquet extends TranscriptFile {

    private static final List<FeatureCategory> CATEGORIES = List.of(FeatureCategory.values());
    private static final int NO_CODE = -1;

    private final int threads;

    TranscriptParquet(Path file, String name, CellIndex cells, MoleculeFeatures features, int threads) {
        super(file, name, cells, features);
        this.threads = threads;
    }

    @Override
    void scan(boolean places, RowsEnd end) {
        try (Workers workers = new Workers(threads)) {
            Columns columns = new Columns(ParquetTable.columnNames(file()), places);
            ParquetBatches.read(file(), columns.wanted, workers, (first, rows) -> {
                columns.complete(first, rows);
                end.accept(columns.buffer, rows);
            });
        }
    }

    /** The columns of a pass, and the buffer over their arrays. */
    private final class Columns {

        private final Map<String, BatchColumn> wanted = new LinkedHashMap<>();
        private final FeatureCategories categories;
        private final TranscriptBuffer buffer;
        private final boolean numbered;

        Columns(List<String> present, boolean places) {
            CodeBatch owners = add("cell_id", new CodeBatch(cells()::row, CellIndex.NONE));
            CodeBatch features =
                    add("feature_name", new CodeBatch(text -> featureTable().number(file(), text), NO_CODE));
            categories = new FeatureCategories(present, features);
            FlagBatch nucleus = optional(present, "overlaps_nucleus", new FlagBatch());
            FloatBatch quality = optional(present, "qv", new FloatBatch());
            if (!present.contains("qv")) {
                Arrays.fill(quality.values(), Float.NaN);
            }
            FloatBatch x = new FloatBatch();
            FloatBatch y = new FloatBatch();
            FloatBatch z = new FloatBatch();
            LongBatch ids = new LongBatch();
            Arrays.fill(z.values(), Float.NaN);
            if (places) {
                add("x_location", x);
                add("y_location", y);
                optional(present, "z_location", z);
                optional(present, "transcript_id", ids);
            }
            numbered = places && present.contains("transcript_id");
            buffer = new TranscriptBuffer(
                    ids.values(),
                    owners.values(),
                    features.values(),
                    x.values(),
                    y.values(),
                    z.values(),
                    quality.values(),
                    nucleus.values());
        }

        private <T extends BatchColumn> T add(String name, T column) {
            wanted.put(name, column);
            return column;
        }

        private <T extends BatchColumn> T optional(List<String> present, String name, T column) {
            return present.contains(name) ? add(name, column) : column;
        }

        /** Fills in what the file does not say. */
        void complete(long first, int rows) {
            if (!numbered) {
                for (int row = 0; row < rows; row++) {
                    buffer.ids()[row] = first + row;
                }
            }
            categories.note(rows);
        }

        /** What the file's own columns say about each feature, taken where the feature appears first. */
        private final class FeatureCategories {

            private final CodeBatch features;
            private final CodeBatch stated;
            private final FlagBatch gene;
            private final BitSet seen = new BitSet();

            FeatureCategories(List<String> present, CodeBatch features) {
                this.features = features;
                boolean category = present.contains("codeword_category");
                stated = category ? add("codeword_category", new CodeBatch(this::code, NO_CODE)) : null;
                gene = !category && present.contains("is_gene") ? add("is_gene", new FlagBatch()) : null;
            }

            private int code(String text) {
                return CATEGORIES.indexOf(FeatureCategory.of(text).orElse(FeatureCategory.OTHER));
            }

            void note(int rows) {
                if (stated == null && gene == null) {
                    return;
                }
                for (int row = 0; row < rows; row++) {
                    int feature = features.values()[row];
                    if (feature >= 0 && !seen.get(feature)) {
                        seen.set(feature);
                        note(feature, row);
                    }
                }
            }

            private void note(int feature, int row) {
                if (stated != null && stated.values()[row] != NO_CODE) {
                    featureTable().categorise(feature, CATEGORIES.get(stated.values()[row]));
                } else if (gene != null && gene.values()[row]) {
                    featureTable().categorise(feature, FeatureCategory.GENE);
                }
            }
        }
    }
}
