package io.spatho.stgpt.discordance;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.Libraries;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The spots, cells or bins of one or several slides, all called spots here, with counts, features of their picture,
 * and the graph that joins those of each slide.
 *
 * @param ids spot ids
 * @param slides the slide of each spot
 * @param xUm positions
 * @param yUm positions
 * @param genes names of the columns of {@code counts}
 * @param features names of the columns of {@code image}
 * @param counts spots x genes, every spot with at least one count
 * @param image spots x features, finite
 * @param graph undirected edges, each once, none between slides
 * @param observation what a reader calls one of them
 */
public record SpotMaterial(
        String[] ids,
        Libraries slides,
        double[] xUm,
        double[] yUm,
        List<String> genes,
        List<String> features,
        CsrMatrix counts,
        DenseMatrix image,
        Graph graph,
        String observation) {

    /** Spatial neighbours of each spot; an edge is kept when either end names it. */
    public static final int NEIGHBOURS = 6;

    private static final int FEWEST = 30;

    public SpotMaterial {
        genes = List.copyOf(genes);
        features = List.copyOf(features);
        boolean agree = slides.codes().length == ids.length
                && xUm.length == ids.length
                && counts.rows() == ids.length
                && image.rows() == ids.length
                && counts.columns() == genes.size()
                && image.columns() == features.size()
                && graph.nodes() == ids.length;
        if (!agree) {
            throw new IllegalArgumentException("the parts disagree on " + ids.length + " spots");
        }
    }

    /**
     * Joins each slide's spots with their nearest neighbours.
     *
     * @throws InputException when a slide has fewer than 30 spots, a spot has no count, or a feature is not finite
     */
    public static SpotMaterial of(
            String[] ids,
            Libraries slides,
            double[] xUm,
            double[] yUm,
            List<String> genes,
            List<String> features,
            CsrMatrix counts,
            DenseMatrix image,
            Workers workers) {
        int[][] rows = slides.rows();
        for (int slide = 0; slide < rows.length; slide++) {
            if (rows[slide].length < FEWEST) {
                throw new InputException(Problem.of("too few spots with counts and picture features")
                        .at("slide " + slides.names()[slide])
                        .expected("at least " + FEWEST, rows[slide].length)
                        .fix("Give features of the same case: spatho histology encode makes them for every spot"));
            }
        }
        for (int spot = 0; spot < ids.length; spot++) {
            if (!(counts.rowSum(spot) > 0)) {
                throw new InputException(Problem.of("a spot without counts").at(ids[spot]));
            }
        }
        for (int i = 0; i < image.values().length; i++) {
            if (!Float.isFinite(image.values()[i])) {
                throw new InputException(Problem.of("a picture feature that is not a number")
                        .at("spot " + ids[i / features.size()] + ", feature " + features.get(i % features.size()))
                        .fix("Encode the slide again, or leave the feature out"));
            }
        }
        Graph graph = slides.joined(chosen -> SpatialNeighbours.nearestGraph(
                Arrays.stream(chosen).mapToDouble(i -> xUm[i]).toArray(),
                Arrays.stream(chosen).mapToDouble(i -> yUm[i]).toArray(),
                NEIGHBOURS,
                workers));
        return new SpotMaterial(ids, slides, xUm, yUm, genes, features, counts, image, graph, "spot");
    }

    /** The same, of which a reader calls each a cell, a bin, a spot or an observation. */
    SpotMaterial called(String word) {
        return new SpotMaterial(ids, slides, xUm, yUm, genes, features, counts, image, graph, word);
    }

    /** The same with other features of the pictures. */
    SpotMaterial withImage(DenseMatrix other) {
        return new SpotMaterial(ids, slides, xUm, yUm, genes, features, counts, other, graph, observation);
    }

    /** The number of spots. */
    public int size() {
        return ids.length;
    }

    /** A digest over all numbers and names. */
    public Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.digest();
        List.of(ids, slides.names(), genes.toArray(String[]::new), features.toArray(String[]::new))
                .forEach(names -> digest.update(
                        Fingerprint.ofText(String.join("\n", names)).sha256().getBytes(StandardCharsets.US_ASCII)));
        add(digest, counts.values());
        add(digest, image.values());
        ByteBuffer places = ByteBuffer.allocate(20 * size());
        for (int spot = 0; spot < size(); spot++) {
            places.putDouble(xUm[spot]).putDouble(yUm[spot]).putInt(slides.codes()[spot]);
        }
        digest.update(places.array());
        ByteBuffer columns = ByteBuffer.allocate(4 * counts.columnIndices().length);
        columns.asIntBuffer().put(counts.columnIndices());
        digest.update(columns.array());
        return Fingerprint.of(digest.digest());
    }

    private static void add(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes.array());
    }
}
