package io.spatho.stgpt.region;

import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A trained region model: settings, genes, scales, weights and the record of its training. It was trained on one case and says
 * nothing about others; {@link RegionEmbedder} computes with it.
 */
public final class RegionModel {

    /** The name under which evidence and manifests list it. */
    public static final String NAME = "spatho-region-model";

    /** The version of network, tokens and file format. */
    public static final String VERSION = "2";

    static final String CENTRE = "embedding_centre";
    static final String IMAGE_MOMENTS = "image_moments";
    static final String LINEAR = "linear_path.coefficients";
    static final String LINEAR_OFFSET = "linear_path.offset";
    static final String LOADINGS = "panel_components.loadings";
    static final String PRECISION = "panel_components.precision";

    private final RegionSettings settings;
    private final List<String> genes;
    private final double target;
    private final GeneScale scale;
    private final List<NamedTensor> weights;
    private final TrainingReport report;
    private final LinearPath path;
    private final float[] centre;
    private final RegionParts parts;
    private final float[] imageMoments;
    private final PartScores scores;

    RegionModel(
            RegionSettings settings,
            List<String> genes,
            double target,
            GeneScale scale,
            List<NamedTensor> weights,
            TrainingReport report,
            LinearPath path,
            RegionParts parts,
            float[] imageMoments,
            PartScores scores) {
        this(
                settings,
                genes,
                target,
                scale,
                weights,
                report,
                path,
                new float[settings.width()],
                parts,
                imageMoments,
                scores);
    }

    private RegionModel(
            RegionSettings settings,
            List<String> genes,
            double target,
            GeneScale scale,
            List<NamedTensor> weights,
            TrainingReport report,
            LinearPath path,
            float[] centre,
            RegionParts parts,
            float[] imageMoments,
            PartScores scores) {
        this.settings = settings;
        this.genes = List.copyOf(genes);
        this.target = target;
        this.scale = scale;
        this.weights = List.copyOf(weights);
        this.report = report;
        this.path = path;
        this.centre = centre;
        this.parts = parts;
        this.imageMoments = imageMoments;
        this.scores = scores;
    }

    /** The same model whose embeddings are measured from a point, so that what all cells share does not hide what differs. */
    RegionModel withCentre(float[] point) {
        return new RegionModel(
                settings, genes, target, scale, weights, report, path, point, parts, imageMoments, scores);
    }

    /** The point that embeddings are measured from: the mean state of training cells. */
    float[] centre() {
        return centre;
    }

    /** The settings it was made with. */
    public RegionSettings settings() {
        return settings;
    }

    /** The genes it reads, by unique name, in the order of its weights. */
    public List<String> genes() {
        return genes;
    }

    /** How it was trained and how it does on held-out blocks. */
    public TrainingReport report() {
        return report;
    }

    /** How it does with pictures and structures on held-out blocks; known of a model that was just trained. */
    public PartScores scores() {
        return scores;
    }

    /** The names of the image features that it reads; none for a model without pictures. */
    public List<String> imageColumns() {
        return parts.imageColumns();
    }

    /** The structures that it names, in the order of its answers. */
    public List<String> structures() {
        return parts.structures();
    }

    RegionParts parts() {
        return parts;
    }

    /** Means, then deviations, of the image features over the training cells. */
    float[] imageMoments() {
        return imageMoments;
    }

    /** The weights by name, in the network's order. */
    public List<NamedTensor> weights() {
        return weights;
    }

    /** The total count that every cell is scaled to. */
    double target() {
        return target;
    }

    /** The mean log expression of a gene over the training cells, zeros included. */
    public double meanExpression(int gene) {
        return scale.panelMean()[gene];
    }

    /** Its standard deviation; 1 for a gene that hardly varies. */
    public double deviation(int gene) {
        return scale.panelDeviation()[gene];
    }

    /** The linear maps that its predictions are mixed with. */
    LinearPath path() {
        return path;
    }

    GeneScale scale() {
        return scale;
    }

    /** A digest over the description and the weights, the bytes of the two files that {@link #save} writes. */
    public Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.digest();
        digest.update(description());
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            writeWeights(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Fingerprint.of(digest.digest());
    }

    /** The description as JSON: what {@code model.json} holds. */
    public byte[] description() {
        return RegionModelFiles.describe(this);
    }

    /** Writes the weights as safetensors: what {@code model.safetensors} holds. */
    public void writeWeights(OutputStream out) throws IOException {
        String described =
                Fingerprint.of(Fingerprint.digest().digest(description())).sha256();
        List<NamedTensor> all = new ArrayList<>(weights);
        all.add(new NamedTensor(CENTRE, new long[] {centre.length}, centre));
        if (parts.seesImages()) {
            all.add(new NamedTensor(IMAGE_MOMENTS, new long[] {2, imageMoments.length / 2}, imageMoments));
        }
        if (!path.isAbsent()) {
            int rows = path.offset().length;
            all.add(new NamedTensor(LINEAR, new long[] {rows, rows}, path.coefficients()));
            all.add(new NamedTensor(LINEAR_OFFSET, new long[] {rows}, path.offset()));
        }
        path.components().ifPresent(map -> {
            int components = map.components();
            all.add(new NamedTensor(LOADINGS, new long[] {genes.size(), components}, map.loadings()));
            all.add(new NamedTensor(PRECISION, new long[] {components}, map.precision()));
        });
        SafetensorsWriter.write(out, all, Map.of("format", NAME + "/" + VERSION, "description_sha256", described));
    }

    /** Writes {@code model.json} and {@code model.safetensors} into a folder, each whole or not at all. */
    public void save(Path folder) {
        RegionModelFiles.save(this, folder);
    }

    /**
     * Reads a model back; the same weights give the same embeddings.
     *
     * @throws io.spatho.core.error.InputException when a file is missing, broken or does not belong to the other
     */
    public static RegionModel load(Path folder) {
        return RegionModelFiles.load(folder);
    }
}
