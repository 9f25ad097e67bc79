package io.spatho.stgpt.retrieval;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A reference as networks use it: a search, the vectors of cells and of types, and the standardised expression of the genes that are
 * predicted.
 */
final class LookUp {

    private final ReferenceIndex index;
    private final CellSearch search;
    private final DenseMatrix centres;
    private final DenseMatrix expression;

    private LookUp(ReferenceIndex index, CellSearch search, DenseMatrix expression) {
        this.index = index;
        this.search = search;
        this.centres = index.centres();
        this.expression = expression;
    }

    /** A look-up for genes that the reference must have. */
    static LookUp of(ReferenceIndex index, CellSearch search, List<String> genes) {
        List<String> missing =
                genes.stream().filter(gene -> !index.genes().contains(gene)).toList();
        if (!missing.isEmpty()) {
            throw new InputException(Problem.of("the reference lacks genes that are to be predicted")
                    .at("--index")
                    .expected(
                            "each gene among the reference's " + index.genes().size(),
                            String.join(", ", missing.subList(0, Math.min(5, missing.size()))))
                    .fix("Leave these genes out, or make the index again with more genes (--genes)"));
        }
        CsrMatrix own = columns(index.expression(), index.genes(), genes);
        DenseMatrix dense = dense(own);
        Moments moments = Moments.of(dense, IntStream.range(0, dense.rows()).toArray());
        return new LookUp(index, search, moments.standardised(dense));
    }

    /** The same cells and vectors, but cells have exchanged their expression. */
    LookUp shuffled(long seed) {
        int[] order = IntStream.range(0, expression.rows()).toArray();
        CounterRandom.of(seed, "shuffled-reference", 0).shuffle(order);
        return new LookUp(index, search, expression.selectRows(order));
    }

    /** The columns of genes, in the order of the genes. */
    static CsrMatrix columns(CsrMatrix matrix, List<String> all, List<String> genes) {
        List<Integer> places = new ArrayList<>();
        java.util.Map<String, Integer> positions = new java.util.HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            positions.put(all.get(i), i);
        }
        genes.forEach(gene -> places.add(positions.get(gene)));
        return matrix.selectColumns(places.stream().mapToInt(Integer::intValue).toArray());
    }

    static DenseMatrix dense(CsrMatrix matrix) {
        DenseMatrix dense = DenseMatrix.zeros(matrix.rows(), matrix.columns());
        for (int row = 0; row < matrix.rows(); row++) {
            for (int i = matrix.start(row); i < matrix.end(row); i++) {
                dense.values()[row * matrix.columns() + matrix.columnIndices()[i]] = matrix.values()[i];
            }
        }
        return dense;
    }

    ReferenceIndex index() {
        return index;
    }

    CellSearch search() {
        return search;
    }

    int width() {
        return index.vectors().columns();
    }

    float[] centres() {
        return centres.values();
    }

    /** Rows of the vectors. */
    float[] vectors(int[] cells) {
        return index.vectors().selectRows(cells).values();
    }

    /** Rows of the standardised expression. */
    float[] expression(int[] cells) {
        return expression.selectRows(cells).values();
    }
}
