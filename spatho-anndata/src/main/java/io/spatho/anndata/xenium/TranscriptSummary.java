package io.spatho.anndata.xenium;

import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Column;
import io.spatho.core.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the decoded transcripts of a case say about its cells and its counts, from one pass over their file.
 *
 * <p>The matrix of a Xenium run counts the transcripts of quality 20 or more in each cell; here they are counted again, and each
 * cell whose genes come to other counts is named as different. Controls are counted by category. Memory: about 40 bytes a cell,
 * whatever the number of transcripts. Cost: linear; 20 million transcripts take a few seconds on two cores.
 *
 * @param transcripts all transcripts that have a feature
 * @param belowQuality those of them below the least quality
 * @param unassigned those of the least quality or more that lie in no cell of the dataset
 * @param unassignedGenes the same, of genes alone
 * @param leastQuality the least quality
 * @param byCategory transcripts of the least quality or more by category of their feature, in cells or not
 * @param perCell gene transcripts of the least quality or more in each cell
 * @param inNucleus those of them that lie in a nucleus
 * @param cellsDifferent cells whose gene counts in the matrix differ from what was counted here
 */
public record TranscriptSummary(
        long transcripts,
        long belowQuality,
        long unassigned,
        long unassignedGenes,
        double leastQuality,
        Map<String, Long> byCategory,
        int[] perCell,
        int[] inNucleus,
        int cellsDifferent) {

    /** The quality that the platform's own matrix asks for. */
    public static final double LEAST_QUALITY = 20;

    private static final String GENE = FeatureCategory.GENE.id();

    public TranscriptSummary {
        byCategory = Collections.unmodifiableMap(new TreeMap<>(byCategory));
    }

    /**
     * Counts the transcripts of a dataset.
     *
     * @throws InputException when it has none, when none of them lies in one of its cells, or when the file is broken
     */
    public static TranscriptSummary of(SpatialDataset dataset, double leastQuality) {
        return of(dataset, leastQuality, GeneRecount.sums(dataset.counts(), dataset.panel()));
    }

    private static TranscriptSummary of(SpatialDataset dataset, double leastQuality, long[] inMatrix) {
        MoleculeSource source = dataset.molecules()
                .orElseThrow(() -> new InputException(Problem.of("the case has no transcripts")
                        .at(dataset.metadata().sampleName())
                        .expected("transcripts.parquet", "none")
                        .fix("Leave --transcripts out.")));
        Pass pass = new Pass(dataset.size(), source, leastQuality);
        double everything = Double.NEGATIVE_INFINITY;
        if (source instanceof TranscriptFile file) {
            if (!file.namesCells()) {
                throw file.withoutCells();
            }
            file.stream(everything, false, pass);
            if (file.molecules() > 0 && file.unknownCells() == file.molecules()) {
                throw file.unrelated();
            }
        } else {
            source.forEachBatch(everything, pass);
        }
        return pass.result(inMatrix);
    }

    /**
     * The dataset with what its transcripts say: the columns {@code transcripts_q20} and {@code nuclear_fraction} (of the gene
     * transcripts of a cell, NaN for none) in {@code obs}, totals among the platform's facts, the file among the sources.
     */
    public static SpatialDataset addTo(SpatialDataset dataset) {
        return of(dataset, LEAST_QUALITY).added(dataset);
    }

    /** The same for a dataset whose counts were passed on while they were read. */
    public static SpatialDataset addTo(SpatialDataset dataset, CountSignatures counts) {
        boolean passed = counts.sums().length == dataset.size();
        return passed ? of(dataset, LEAST_QUALITY, counts.sums()).added(dataset) : addTo(dataset);
    }

    private SpatialDataset added(SpatialDataset dataset) {
        double[] fraction = new double[dataset.size()];
        for (int cell = 0; cell < fraction.length; cell++) {
            fraction[cell] = perCell[cell] == 0 ? Double.NaN : (double) inNucleus[cell] / perCell[cell];
        }
        return dataset.toBuilder()
                .metadata(metadata(dataset))
                .obs(dataset.obs()
                        .with("transcripts_q20", new Column.Ints(perCell))
                        .with("nuclear_fraction", new Column.Doubles(fraction)))
                .build();
    }

    /** The share of the transcripts of the least quality or more that lie in no cell; NaN when there is none. */
    public double unassignedShare() {
        return (double) unassigned / (transcripts - belowQuality);
    }

    /** The share of all transcripts that are below the least quality; NaN when there is none. */
    public double belowQualityShare() {
        return (double) belowQuality / transcripts;
    }

    /** All totals by name, for metadata. */
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("transcripts.total", Long.toString(transcripts));
        facts.put("transcripts.least_quality", CanonicalJson.number(leastQuality));
        facts.put("transcripts.below_least_quality", Long.toString(belowQuality));
        facts.put("transcripts.unassigned", Long.toString(unassigned));
        facts.put("transcripts.unassigned_genes", Long.toString(unassignedGenes));
        if (transcripts > belowQuality) {
            facts.put("transcripts.unassigned_share", CanonicalJson.number(unassignedShare()));
            facts.put("transcripts.below_least_quality_share", CanonicalJson.number(belowQualityShare()));
        }
        byCategory.forEach((category, count) -> facts.put("transcripts.category." + category, Long.toString(count)));
        facts.put("transcripts.cells_different_from_matrix", Integer.toString(cellsDifferent));
        return facts;
    }

    private CaseMetadata metadata(SpatialDataset dataset) {
        CaseMetadata old = dataset.metadata();
        Map<String, String> fields = new TreeMap<>(old.platformFields());
        fields.putAll(facts());
        List<String> warnings = new ArrayList<>(old.warnings());
        dataset.molecules().ifPresent(source -> warnings.addAll(source.warnings()));
        if (cellsDifferent > 0) {
            warnings.add(Words.count(cellsDifferent) + " of " + Words.count(dataset.size(), "cell")
                    + " have other gene counts in the matrix than transcripts of quality "
                    + Words.decimal(leastQuality, 0) + " or more");
        }
        List<SourceFile> sources = new ArrayList<>(old.sources());
        dataset.molecules().ifPresent(source -> {
            if (source instanceof TranscriptFile file) {
                sources.add(sourceFile(file));
            }
        });
        return old.withSources(sources).withPlatformFields(fields).withWarnings(warnings);
    }

    private static SourceFile sourceFile(TranscriptFile file) {
        try {
            String digest = Fingerprint.ofFile(file.file()).sha256();
            return new SourceFile(XeniumFiles.TRANSCRIPTS, file.name(), Files.size(file.file()), digest);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the file cannot be read (" + e.getMessage() + ")")
                            .at(file.file()),
                    e);
        }
    }

    /** The counters of one pass. */
    private static final class Pass implements Consumer<MoleculeBatch> {

        private final MoleculeSource source;
        private final double leastQuality;
        private final GeneRecount recount;
        private final int[] perCell;
        private final int[] inNucleus;
        private long[] byFeature = new long[0];
        private boolean[] genes = new boolean[0];
        private long transcripts;
        private long belowQuality;
        private long unassigned;
        private long unassignedGenes;

        Pass(int cells, MoleculeSource source, double leastQuality) {
            this.source = source;
            this.leastQuality = leastQuality;
            this.recount = new GeneRecount(cells);
            this.perCell = new int[cells];
            this.inNucleus = new int[cells];
        }

        @Override
        public void accept(MoleculeBatch batch) {
            prepare();
            transcripts += batch.size();
            for (int i = 0; i < batch.size(); i++) {
                if (batch.qualities()[i] < leastQuality) {
                    belowQuality++;
                    continue;
                }
                int feature = batch.features()[i];
                int cell = batch.observations()[i];
                byFeature[feature]++;
                if (cell < 0) {
                    unassigned++;
                    unassignedGenes += genes[feature] ? 1 : 0;
                } else if (genes[feature]) {
                    perCell[cell]++;
                    inNucleus[cell] += batch.inNucleus()[i] ? 1 : 0;
                    recount.add(cell, feature);
                }
            }
        }

        /** New features may have come with the batch. */
        private void prepare() {
            int known = byFeature.length;
            int now = source instanceof TranscriptFile file
                    ? file.featureTable().size()
                    : source.features().size();
            if (now == known && now > 0) {
                return;
            }
            List<String> names = source.features();
            byFeature = Arrays.copyOf(byFeature, names.size());
            genes = Arrays.copyOf(genes, names.size());
            for (int feature = known; feature < names.size(); feature++) {
                genes[feature] = isGene(feature);
            }
            recount.prepare(names);
        }

        private boolean isGene(int feature) {
            String category = source.category(feature);
            return category.isEmpty() || category.equals(GENE);
        }

        TranscriptSummary result(long[] inMatrix) {
            Map<String, Long> byCategory = new TreeMap<>();
            for (int feature = 0; feature < byFeature.length; feature++) {
                if (byFeature[feature] > 0) {
                    String category = source.category(feature);
                    byCategory.merge(category.isEmpty() ? GENE : category, byFeature[feature], Long::sum);
                }
            }
            return new TranscriptSummary(
                    transcripts,
                    belowQuality,
                    unassigned,
                    unassignedGenes,
                    leastQuality,
                    byCategory,
                    perCell,
                    inNucleus,
                    recount.different(inMatrix));
        }
    }
}
