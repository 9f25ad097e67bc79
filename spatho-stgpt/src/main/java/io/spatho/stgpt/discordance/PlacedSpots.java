package io.spatho.stgpt.discordance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Arrays;

/** The spots' numbers on the device, for as long as this is open. */
final class PlacedSpots implements AutoCloseable {

    private static final float NO_DROPOUT = -30;

    private final NDManager owner;
    private final DenseMatrix scaledImage;
    private final NDArray genes;
    private final NDArray image;
    private final NDArray counts;
    private final NDArray logSizes;
    private final NDArray slides;
    private final NDArray sources;
    private final NDArray targets;
    private final NDArray noDropout;

    /**
     * Places spots.
     *
     * @param slideOf for each spot the network's number of its slide, or -1 for a slide that the network does not know: its input
     *     is then the mean over the known ones
     * @param slideCount slides that the network knows
     */
    PlacedSpots(
            TorchEngine engine,
            Device device,
            SpotMaterial material,
            InputScaling scaling,
            int[] slideOf,
            int slideCount) {
        this.owner = engine.newManager(device);
        this.scaledImage = InputScaling.image(material.image(), material.slides());
        CsrMatrix matrix = material.counts();
        int n = material.size();
        DenseMatrix dense = DenseMatrix.zeros(n, matrix.columns());
        float[] sizes = new float[n];
        float[] codes = new float[n * slideCount];
        for (int row = 0; row < n; row++) {
            sizes[row] = (float) Math.log(matrix.rowSum(row));
            for (int i = matrix.start(row); i < matrix.end(row); i++) {
                dense.values()[row * matrix.columns() + matrix.columnIndices()[i]] = matrix.values()[i];
            }
            for (int slide = 0; slide < slideCount; slide++) {
                codes[row * slideCount + slide] = slideOf[row] < 0 ? 1f / slideCount : slideOf[row] == slide ? 1 : 0;
            }
        }
        float[] none = new float[n * matrix.columns()];
        Arrays.fill(none, NO_DROPOUT);
        long[][] edges = edges(material.graph());
        this.genes = place(scaling.genes(matrix));
        this.image = place(scaledImage);
        this.counts = place(dense);
        this.logSizes = owner.create(sizes, new Shape(n, 1)).duplicate();
        this.slides = owner.create(codes, new Shape(n, slideCount)).duplicate();
        this.noDropout = owner.create(none, new Shape(n, matrix.columns())).duplicate();
        this.sources = owner.create(edges[0]).duplicate();
        this.targets = owner.create(edges[1]).duplicate();
    }

    private NDArray place(DenseMatrix matrix) {
        return owner.create(matrix.values(), new Shape(matrix.rows(), matrix.columns()))
                .duplicate();
    }

    /** Every edge in both directions once, and every spot to itself: receivers ascend. */
    static long[][] edges(Graph graph) {
        int n = graph.nodes();
        long[] from = new long[graph.neighbours().length + n];
        long[] to = new long[from.length];
        int next = 0;
        for (int node = 0; node < n; node++) {
            from[next] = node;
            to[next++] = node;
            for (int i = graph.starts()[node]; i < graph.starts()[node + 1]; i++) {
                from[next] = graph.neighbours()[i];
                to[next++] = node;
            }
        }
        return new long[][] {from, to};
    }

    /** Pictures of other spots: row i is that of {@code donors[i]}. */
    NDArray imageOf(int[] donors, NDManager manager) {
        DenseMatrix moved = scaledImage.selectRows(donors);
        return manager.create(moved.values(), new Shape(moved.rows(), moved.columns()))
                .duplicate();
    }

    NDArray genes() {
        return genes;
    }

    NDArray image() {
        return image;
    }

    NDArray counts() {
        return counts;
    }

    NDArray logSizes() {
        return logSizes;
    }

    NDArray slides() {
        return slides;
    }

    NDArray sources() {
        return sources;
    }

    NDArray targets() {
        return targets;
    }

    NDArray noDropout() {
        return noDropout;
    }

    @Override
    public void close() {
        owner.close();
    }
}
