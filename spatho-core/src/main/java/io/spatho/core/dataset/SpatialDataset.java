package io.spatho.core.dataset;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Table;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The AnnData-like contract in memory: one row per observation (cell, spot or bin), gene counts, positions in micrometres, and
 * every other feature type as a modality of its own.
 *
 * <p>Shapes: {@code counts} is observations x genes; {@code obs} has one row per observation with at least the string column
 * {@code cell_id}; {@code xUm}, {@code yUm} and each matrix of {@code obsm} have as many rows. Immutable; arrays are shared.
 */
public final class SpatialDataset {

    private final CaseMetadata metadata;
    private final CsrMatrix counts;
    private final GenePanel panel;
    private final Table obs;
    private final double[] xUm;
    private final double[] yUm;
    private final List<Modality> modalities;
    private final Map<String, DenseMatrix> obsm;
    private final List<SlideImage> images;
    private final List<OutlineSource> outlines;
    private final Optional<MoleculeSource> molecules;
    private final Map<String, Table> tables;

    private SpatialDataset(Builder builder) {
        this.metadata = builder.metadata;
        this.counts = builder.counts;
        this.panel = builder.panel;
        this.obs = builder.obs;
        this.xUm = builder.xUm;
        this.yUm = builder.yUm;
        this.modalities = List.copyOf(builder.modalities);
        this.obsm = Collections.unmodifiableMap(new LinkedHashMap<>(builder.obsm));
        this.images = List.copyOf(builder.images);
        this.outlines = List.copyOf(builder.outlines);
        this.molecules = builder.molecules;
        this.tables = Collections.unmodifiableMap(new TreeMap<>(builder.tables));
        requireConsistent();
    }

    private void requireConsistent() {
        int n = counts.rows();
        if (panel.size() != counts.columns()) {
            throw new IllegalArgumentException(panel.size() + " genes but " + counts.columns() + " matrix columns");
        }
        if (obs.rows() != n || xUm.length != n || yUm.length != n || !obs.has("cell_id")) {
            throw new IllegalArgumentException("obs, positions and matrix disagree on " + n + " observations");
        }
        for (Modality modality : modalities) {
            if (modality.matrix().rows() != n) {
                throw new IllegalArgumentException("modality " + modality.name() + " has other observations");
            }
        }
        obsm.forEach((name, matrix) -> {
            if (matrix.rows() != n) {
                throw new IllegalArgumentException("obsm " + name + " has other observations");
            }
        });
    }

    /** A dataset of counts, genes, observations and their positions in micrometres. */
    public static Builder builder(
            CaseMetadata metadata, CsrMatrix counts, GenePanel panel, Table obs, double[] xUm, double[] yUm) {
        return new Builder(metadata, counts, panel, obs, xUm, yUm);
    }

    /** A builder that starts from this dataset. */
    public Builder toBuilder() {
        return new Builder(metadata, counts, panel, obs, xUm, yUm)
                .modalities(modalities)
                .obsm(obsm)
                .images(images)
                .outlines(outlines)
                .molecules(molecules)
                .tables(tables);
    }

    /** The number of observations. */
    public int size() {
        return counts.rows();
    }

    /** Where the case came from. */
    public CaseMetadata metadata() {
        return metadata;
    }

    /** Raw counts, observations x genes. */
    public CsrMatrix counts() {
        return counts;
    }

    /** The genes of the matrix columns. */
    public GenePanel panel() {
        return panel;
    }

    /** Per-observation columns; {@code cell_id} is always there. */
    public Table obs() {
        return obs;
    }

    /** The observations' ids, in row order. */
    public String[] cellIds() {
        return obs.strings("cell_id");
    }

    /** x in micrometres. */
    public double[] xUm() {
        return xUm;
    }

    /** y in micrometres. */
    public double[] yUm() {
        return yUm;
    }

    /** Feature types other than gene expression. */
    public List<Modality> modalities() {
        return modalities;
    }

    /** Further matrices per observation, such as {@code X_pca}; {@code spatial} is made from x and y when written. */
    public Map<String, DenseMatrix> obsm() {
        return obsm;
    }

    /** Low-resolution pictures of the slide. */
    public List<SlideImage> images() {
        return images;
    }

    /** Outlines of the observations that the case's files hold, to be read when needed. */
    public List<OutlineSource> outlines() {
        return outlines;
    }

    /** The molecules that the case's files hold, to be streamed when needed. */
    public Optional<MoleculeSource> molecules() {
        return molecules;
    }

    /** Results of the platform's own analysis that are no column of an observation, by name; they go to {@code uns}. */
    public Map<String, Table> tables() {
        return tables;
    }

    /** The observations named, in the order named; outlines and molecules stay with the whole dataset. */
    public SpatialDataset select(int[] rows) {
        Builder builder = new Builder(
                metadata, counts.selectRows(rows), panel, obs.select(rows), pick(xUm, rows), pick(yUm, rows));
        builder.modalities(modalities.stream()
                .map(m -> new Modality(m.name(), m.features(), m.matrix().selectRows(rows)))
                .toList());
        Map<String, DenseMatrix> selected = new LinkedHashMap<>();
        obsm.forEach((name, matrix) -> selected.put(name, matrix.selectRows(rows)));
        return builder.obsm(selected).images(images).tables(tables).build();
    }

    private static double[] pick(double[] values, int[] rows) {
        double[] chosen = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = values[rows[i]];
        }
        return chosen;
    }

    /** Collects the parts of a dataset; {@link #build} checks that they agree. */
    public static final class Builder {

        private CaseMetadata metadata;
        private final CsrMatrix counts;
        private final GenePanel panel;
        private final double[] xUm;
        private final double[] yUm;
        private Table obs;
        private List<Modality> modalities = List.of();
        private Map<String, DenseMatrix> obsm = Map.of();
        private List<SlideImage> images = List.of();
        private List<OutlineSource> outlines = List.of();
        private Optional<MoleculeSource> molecules = Optional.empty();
        private Map<String, Table> tables = Map.of();

        private Builder(
                CaseMetadata metadata, CsrMatrix counts, GenePanel panel, Table obs, double[] xUm, double[] yUm) {
            this.metadata = metadata;
            this.counts = counts;
            this.panel = panel;
            this.obs = obs;
            this.xUm = xUm;
            this.yUm = yUm;
        }

        /** Replaces what is known of the case. */
        public Builder metadata(CaseMetadata value) {
            this.metadata = value;
            return this;
        }

        /** Replaces the per-observation columns. */
        public Builder obs(Table columns) {
            this.obs = columns;
            return this;
        }

        /** Sets the modalities. */
        public Builder modalities(List<Modality> values) {
            this.modalities = values;
            return this;
        }

        /** Sets the matrices per observation. */
        public Builder obsm(Map<String, DenseMatrix> values) {
            this.obsm = values;
            return this;
        }

        /** Sets the slide pictures. */
        public Builder images(List<SlideImage> values) {
            this.images = values;
            return this;
        }

        /** Sets the outlines of this dataset's observations. */
        public Builder outlines(List<OutlineSource> values) {
            this.outlines = values;
            return this;
        }

        /** Sets the molecules. */
        public Builder molecules(Optional<MoleculeSource> value) {
            this.molecules = value;
            return this;
        }

        /** Sets the tables for {@code uns}. */
        public Builder tables(Map<String, Table> values) {
            this.tables = values;
            return this;
        }

        /** The dataset; fails when shapes disagree. */
        public SpatialDataset build() {
            return new SpatialDataset(this);
        }
    }
}
