package io.spatho.stgpt.retrieval;

import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;

/**
 * Reference cells that can be looked up by vector.
 *
 * @param cellIds names of the cells
 * @param types the cell type of each, as a position in {@code typeNames}
 * @param typeNames the cell types, ascending; each has a cell
 * @param genes names of the genes
 * @param expression cells x genes, {@code log(1 + count scaled to targetSum)} over all genes of the reference
 * @param vectors cells x width, rows of length one (or zero)
 * @param loadings genes x width, the principal axes; no columns where the vectors came from elsewhere
 * @param space what the vectors are
 * @param targetSum the sum that the cells' counts were scaled to
 */
public record ReferenceIndex(
        String[] cellIds,
        int[] types,
        List<String> typeNames,
        List<String> genes,
        CsrMatrix expression,
        DenseMatrix vectors,
        DenseMatrix loadings,
        String space,
        double targetSum) {

    public ReferenceIndex {
        typeNames = List.copyOf(typeNames);
        genes = List.copyOf(genes);
        if (types.length != cellIds.length || expression.rows() != cellIds.length || vectors.rows() != cellIds.length) {
            throw new IllegalArgumentException("parts of the reference differ in their number of cells");
        }
        requireFit(types, typeNames, genes, expression, vectors, loadings);
    }

    private static void requireFit(
            int[] types,
            List<String> typeNames,
            List<String> genes,
            CsrMatrix expression,
            DenseMatrix vectors,
            DenseMatrix loadings) {
        for (int type : types) {
            if (type < 0 || type >= typeNames.size()) {
                throw new IllegalArgumentException("a cell of an unknown type");
            }
        }
        boolean ownAxes = loadings.columns() == 0 || loadings.columns() == vectors.columns();
        boolean fits = expression.columns() == genes.size() && loadings.rows() == genes.size() && ownAxes;
        if (!fits || vectors.columns() < 1 || new HashSet<>(genes).size() != genes.size()) {
            throw new IllegalArgumentException("genes, expression, vectors and axes that do not fit together");
        }
    }

    /** The number of cells. */
    public int size() {
        return cellIds.length;
    }

    /** The mean vector of each cell type: types x width. */
    public DenseMatrix centres() {
        int width = vectors.columns();
        double[] sums = new double[typeNames.size() * width];
        for (int cell = 0; cell < size(); cell++) {
            for (int d = 0; d < width; d++) {
                sums[types[cell] * width + d] += vectors.get(cell, d);
            }
        }
        return means(sums, width);
    }

    /** The mean of the un-logged expression of each cell type: types x genes. */
    public DenseMatrix signatures() {
        int width = genes.size();
        double[] sums = new double[typeNames.size() * width];
        for (int cell = 0; cell < size(); cell++) {
            for (int i = expression.start(cell); i < expression.end(cell); i++) {
                sums[types[cell] * width + expression.columnIndices()[i]] +=
                        Math.expm1(expression.values()[i]);
            }
        }
        return means(sums, width);
    }

    private DenseMatrix means(double[] sums, int width) {
        int[] cells = typeSizes();
        DenseMatrix means = DenseMatrix.zeros(cells.length, width);
        for (int i = 0; i < sums.length; i++) {
            means.values()[i] = (float) (sums[i] / Math.max(1, cells[i / width]));
        }
        return means;
    }

    /** The number of cells of each type. */
    public int[] typeSizes() {
        int[] sizes = new int[typeNames.size()];
        for (int type : types) {
            sizes[type]++;
        }
        return sizes;
    }

    /** A digest over cells, types, genes, expression and vectors. Cost: linear. */
    public Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.digest();
        update(digest, String.join("\n", cellIds));
        update(digest, String.join("\n", typeNames));
        update(digest, String.join("\n", genes));
        update(digest, space + "\n" + targetSum);
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        for (int type : types) {
            digest.update(number.clear().putLong(type).array());
        }
        for (int i = 0; i < expression.values().length; i++) {
            number.clear()
                    .putInt(expression.columnIndices()[i])
                    .putFloat(expression.values()[i]);
            digest.update(number.array());
        }
        for (long start : expression.rowStarts()) {
            digest.update(number.clear().putLong(start).array());
        }
        update(digest, vectors);
        update(digest, loadings);
        return Fingerprint.of(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update((text + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void update(MessageDigest digest, DenseMatrix matrix) {
        ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
        for (float value : matrix.values()) {
            digest.update(number.clear().putFloat(value).array());
        }
    }
}
