package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.Numbers;
import java.util.List;

/** Reads the positions of another tool's file and turns them into micrometres. */
final class PositionReader {

    private static final List<String> PLACES = List.of("spatial", "X_spatial");

    private static final int MOST_COORDINATES = 16;

    private final ArrayTree source;
    private final int observations;

    /**
     * Positions in micrometres.
     *
     * @param x x of each observation
     * @param y y of each observation
     */
    record Positions(double[] x, double[] y) {}

    PositionReader(ArrayTree source, int observations) {
        this.source = source;
        this.observations = observations;
    }

    Positions read(Element.Dict obsm, CoordinateUnit unit) {
        String name = PLACES.stream()
                .filter(place -> obsm.children().get(place) instanceof Element.Dense)
                .findFirst()
                .orElseThrow(
                        () -> Faults.missing(
                                source,
                                "obsm/spatial",
                                "the file has no positions",
                                "Add them in Python: adata.obsm['spatial'] = adata.obs[['x', 'y']].to_numpy(), then save it again"));
        String path = "obsm/" + name;
        if (unit.isDeclared()) {
            throw Faults.missing(
                    source,
                    path,
                    "the file does not say in which unit its positions are",
                    "Say how many micrometres one unit is with --um-per-unit, 1 where they are micrometres");
        }
        Numbers values = ((Element.Dense) obsm.children().get(name)).values();
        long[] shape = values.shape();
        if (shape.length != 2 || shape[0] != observations || shape[1] < 2 || shape[1] > MOST_COORDINATES) {
            throw Faults.broken(
                    source,
                    path,
                    "the positions have the wrong shape",
                    observations + " x 2",
                    java.util.Arrays.toString(shape));
        }
        return scaled(path, values.doubles(), (int) shape[1], unit.micrometres());
    }

    private Positions scaled(String path, double[] values, int width, double factor) {
        double[] x = new double[observations];
        double[] y = new double[observations];
        for (int i = 0; i < observations; i++) {
            x[i] = values[i * width] * factor;
            y[i] = values[i * width + 1] * factor;
            if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
                throw Faults.broken(
                        source, path, "observation " + i + " has no position", "two numbers", x[i] + ", " + y[i]);
            }
        }
        return new Positions(x, y);
    }
}
