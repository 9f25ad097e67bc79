package io.spatho.stgpt.retrieval;

import io.spatho.anndata.h5ad.ReferenceCells;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.GeneChoice;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.preprocess.Pca;
import io.spatho.core.preprocess.PrincipalComponents;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes a reference index of dissociated cells: counts scaled to 10,000 and logged, the most variable genes (Seurat's dispersion),
 * and principal components, vectors of the file's own or of a checkpoint, scaled to length one.
 *
 * <p>Determinism: depends on the cells and the settings only. Cost: that of the components. Errors: an {@link InputException} when
 * the column or the vectors are absent, or fewer than two cell types have cells.
 */
public final class ReferenceBuilder {

    private static final double TARGET_SUM = 1e4;

    private ReferenceBuilder() {}

    /**
     * Makes an index.
     *
     * @param where the name of the file, for errors
     */
    public static ReferenceIndex build(
            ReferenceCells cells, ReferenceSettings settings, String where, Workers workers) {
        return build(cells, settings, Optional.empty(), where, workers);
    }

    /** The same with the vectors of a checkpoint, where there is one. */
    static ReferenceIndex build(
            ReferenceCells cells,
            ReferenceSettings settings,
            Optional<NetworkVectors> network,
            String where,
            Workers workers) {
        Map<String, List<Integer>> byType = byType(cells, settings, where);
        List<String> names = List.copyOf(byType.keySet());
        int[] chosen = chosen(byType, settings);
        int[] typeOfRow = new int[cells.ids().length];
        byType.forEach((name, rows) -> rows.forEach(row -> typeOfRow[row] = names.indexOf(name)));
        CsrMatrix counts = cells.counts().selectRows(chosen);
        CsrMatrix logged = Normalization.toSum(counts, TARGET_SUM, workers).matrix();
        int[] genes = genes(counts, logged, settings.genes(), workers);
        CsrMatrix expression = logged.selectColumns(genes);
        List<String> geneNames = cells.panel().uniqueNames();
        DenseMatrix vectors;
        DenseMatrix loadings = DenseMatrix.zeros(genes.length, 0);
        String space = "principal components";
        if (network.isPresent()) {
            vectors = network.get().of(cells, chosen);
            space = network.get().space();
        } else if (settings.vectors().isPresent()) {
            space = "obsm/" + settings.vectors().get();
            vectors = own(cells, settings.vectors().get(), where).selectRows(chosen);
        } else {
            Pca pca = PrincipalComponents.fit(
                    expression,
                    new PrincipalComponents.Options(settings.components(), false, settings.seed()),
                    workers);
            vectors = pca.scores();
            loadings = pca.loadings();
        }
        return new ReferenceIndex(
                Arrays.stream(chosen).mapToObj(row -> cells.ids()[row]).toArray(String[]::new),
                Arrays.stream(chosen).map(row -> typeOfRow[row]).toArray(),
                names,
                Arrays.stream(genes).mapToObj(geneNames::get).toList(),
                expression,
                unit(vectors),
                loadings,
                space,
                TARGET_SUM);
    }

    private static Map<String, List<Integer>> byType(ReferenceCells cells, ReferenceSettings settings, String where) {
        if (!cells.obs().has(settings.cellType())) {
            throw new InputException(Problem.of("the reference has no such column of cell types")
                    .at(where + ":obs")
                    .expected(settings.cellType(), String.join(", ", cells.obs().names()))
                    .fix("Name the column with --cell-type"));
        }
        Column column = cells.obs().column(settings.cellType());
        Map<String, List<Integer>> byType = new TreeMap<>();
        for (int row = 0; row < column.size(); row++) {
            String name = column.text(row);
            if (name != null
                    && !name.isBlank()
                    && cells.counts().start(row) < cells.counts().end(row)) {
                byType.computeIfAbsent(name, key -> new ArrayList<>()).add(row);
            }
        }
        if (byType.size() < 2) {
            throw new InputException(Problem.of("too few cell types to tell apart")
                    .at(where + ":obs/" + settings.cellType())
                    .expected("at least 2", byType.size())
                    .fix("Name the column with the cell types with --cell-type"));
        }
        return byType;
    }

    private static int[] chosen(Map<String, List<Integer>> byType, ReferenceSettings settings) {
        List<Integer> rows = new ArrayList<>();
        byType.forEach((name, all) -> {
            int[] order = all.stream().mapToInt(Integer::intValue).toArray();
            CounterRandom.of(settings.seed(), "reference-cells", name).shuffle(order);
            for (int i = 0; i < Math.min(order.length, settings.mostPerType()); i++) {
                rows.add(order[i]);
            }
        });
        return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private static int[] genes(CsrMatrix counts, CsrMatrix logged, int most, Workers workers) {
        if (counts.columns() <= most) {
            return IntStream.range(0, counts.columns()).toArray();
        }
        return new GeneChoice(GeneChoice.Flavour.SEURAT, OptionalInt.of(most))
                .of(counts, logged, workers)
                .selected();
    }

    private static DenseMatrix own(ReferenceCells cells, String name, String where) {
        DenseMatrix vectors = cells.obsm().get(name);
        if (vectors == null || vectors.columns() < 1) {
            throw new InputException(Problem.of("the reference has no such vectors")
                    .at(where + ":obsm")
                    .expected(name, String.join(", ", cells.obsm().keySet()))
                    .fix("Name a dense matrix of obsm with --vectors, or leave it out for principal components"));
        }
        for (float value : vectors.values()) {
            if (!Float.isFinite(value)) {
                throw new InputException(Problem.of("a vector is not finite").at(where + ":obsm/" + name));
            }
        }
        return vectors;
    }

    /** Rows scaled to length one; rows of zeros stay. */
    static DenseMatrix unit(DenseMatrix matrix) {
        DenseMatrix unit =
                new DenseMatrix(matrix.rows(), matrix.columns(), matrix.values().clone());
        for (int row = 0; row < matrix.rows(); row++) {
            double squares = 0;
            for (int d = 0; d < matrix.columns(); d++) {
                squares += (double) matrix.get(row, d) * matrix.get(row, d);
            }
            double length = Math.sqrt(squares);
            for (int d = 0; d < matrix.columns() && length > 0; d++) {
                unit.values()[row * matrix.columns() + d] /= (float) length;
            }
        }
        return unit;
    }
}
