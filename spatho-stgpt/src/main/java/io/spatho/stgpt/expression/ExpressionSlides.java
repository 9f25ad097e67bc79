package io.spatho.stgpt.expression;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.HighlyVariableGenes;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.text.Words;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One or several slides whose counts and picture features are brought together by the observations' names.
 *
 * <p>Genes are those that were named, or of the genes that all slides have those that vary most (Seurat's flavour, on counts scaled to
 * 10 000 and logged). Their choice looks at all observations, their counts otherwise only where a fold trains.
 */
public final class ExpressionSlides {

    private static final double LEAST_COVERED = 0.95;
    private static final int FEWEST = 30;
    private static final double TARGET = 1e4;

    private final List<Slide> slides;
    private final List<String> shared;

    private ExpressionSlides(List<Slide> slides, List<String> shared) {
        this.slides = slides;
        this.shared = shared;
    }

    /**
     * A slide.
     *
     * @param name differs from the other slides' names
     * @param dataset counts
     * @param features of tiles around its observations
     */
    public record Slide(String name, SpatialDataset dataset, TileFeatures features) {}

    /** Slides with the same features. */
    public static ExpressionSlides of(List<Slide> slides) {
        List<String> shared = new ArrayList<>(slides.get(0).dataset().panel().uniqueNames());
        TileFeatures first = slides.get(0).features();
        for (Slide slide : slides) {
            shared.retainAll(new HashSet<>(slide.dataset().panel().uniqueNames()));
            TileFeatures own = slide.features();
            boolean isSame = own.names().equals(first.names())
                    && new HashSet<>(own.scales()).equals(new HashSet<>(first.scales()));
            if (!isSame) {
                throw new InputException(Problem.of("the cases' features are of different encoders or fields of view")
                        .at(slide.name())
                        .expected(
                                first.names().size() + " features at " + first.scales() + " µm",
                                own.names().size() + " features at " + own.scales() + " µm")
                        .fix("Encode all cases alike"));
            }
        }
        return new ExpressionSlides(List.copyOf(slides), shared);
    }

    /**
     * Observations with counts and features.
     *
     * @param genes which genes; empty for the {@code most} that vary most
     * @throws InputException when a gene is absent, features are not finite, or less than 95 % of a slide's observations have a tile
     */
    public ExpressionMaterial material(List<String> genes, int most, Workers workers) {
        requireGenes(slides.get(0).name(), shared, genes);
        List<int[]> kept = slides.stream().map(ExpressionSlides::covered).toList();
        List<String> wanted = genes.isEmpty()
                ? varying(kept, most, workers)
                : genes.stream().distinct().toList();
        int n = kept.stream().mapToInt(rows -> rows.length).sum();
        DenseMatrix counts = DenseMatrix.zeros(n, wanted.size());
        int next = 0;
        for (int i = 0; i < slides.size(); i++) {
            fill(slides.get(i).dataset(), kept.get(i), wanted, counts, next);
            next += kept.get(i).length;
        }
        return new ExpressionMaterial(places(kept, n), wanted, counts);
    }

    /**
     * Requires genes among those of a case.
     *
     * @throws InputException that names the first which is absent
     */
    public static void requireGenes(String place, List<String> measured, List<String> genes) {
        for (String gene : genes) {
            if (!measured.contains(gene)) {
                throw new InputException(Problem.of("a gene to be predicted is absent from the case")
                        .at(place + ", gene " + gene)
                        .expected("one of " + Words.count(measured.size(), "gene") + " that were measured", gene)
                        .fix("Leave it out, or name it as the panel does"));
            }
        }
    }

    private static int[] covered(Slide slide) {
        int[] tiles = slide.features().rowsOf(slide.dataset().cellIds());
        int[] kept = IntStream.range(0, tiles.length).filter(i -> tiles[i] >= 0).toArray();
        if (kept.length < LEAST_COVERED * tiles.length || kept.length < FEWEST) {
            throw new InputException(Problem.of("the features do not cover the observations")
                    .at("the features of " + slide.name())
                    .expected(
                            "a tile for 95 % of " + Words.count(tiles.length, "observation") + ", and for at least "
                                    + FEWEST,
                            Words.count(kept.length))
                    .fix("Encode this very case, with tiles around its observations: spatho histology encode BUNDLE"
                            + " --he SLIDE"));
        }
        return kept;
    }

    private List<String> varying(List<int[]> kept, int most, Workers workers) {
        List<CsrMatrix> parts = new ArrayList<>();
        for (int i = 0; i < slides.size(); i++) {
            parts.add(columns(slides.get(i).dataset(), shared).selectRows(kept.get(i)));
        }
        CsrMatrix counts = CsrMatrix.stacked(parts);
        int[] chosen = HighlyVariableGenes.top(
                        Normalization.toSum(counts, TARGET, workers).matrix(),
                        HighlyVariableGenes.Flavour.SEURAT,
                        Math.min(most, shared.size()),
                        workers)
                .selected();
        return Arrays.stream(chosen).limit(most).mapToObj(shared::get).toList();
    }

    /** The columns of the genes named, in their order. */
    private static CsrMatrix columns(SpatialDataset dataset, List<String> genes) {
        List<String> own = dataset.panel().uniqueNames();
        if (own.equals(genes)) {
            return dataset.counts();
        }
        Map<String, Integer> place = new HashMap<>();
        IntStream.range(0, own.size()).forEach(i -> place.put(own.get(i), i));
        return dataset.counts()
                .selectColumns(genes.stream().mapToInt(place::get).toArray());
    }

    private static void fill(SpatialDataset dataset, int[] rows, List<String> genes, DenseMatrix counts, int first) {
        CsrMatrix own = columns(dataset, genes);
        for (int i = 0; i < rows.length; i++) {
            for (int entry = own.start(rows[i]); entry < own.end(rows[i]); entry++) {
                counts.values()[(first + i) * genes.size() + own.columnIndices()[entry]] = own.values()[entry];
            }
        }
    }

    private PlacedFeatures places(List<int[]> kept, int n) {
        String[] ids = new String[n];
        String[] names = new String[n];
        double[] x = new double[n];
        double[] y = new double[n];
        List<PlacedFeatures> parts = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < slides.size(); i++) {
            Slide slide = slides.get(i);
            int[] tiles = slide.features().rowsOf(slide.dataset().cellIds());
            parts.add(PlacedFeatures.of(
                    slide.features(),
                    Arrays.stream(kept.get(i)).map(row -> tiles[row]).toArray()));
            for (int row : kept.get(i)) {
                String id = slide.dataset().cellIds()[row];
                ids[next] = slides.size() == 1 ? id : slide.name() + "/" + id;
                names[next] = slide.name();
                x[next] = slide.dataset().xUm()[row];
                y[next++] = slide.dataset().yUm()[row];
            }
        }
        List<DenseMatrix> features = IntStream.range(0, parts.get(0).scales().size())
                .mapToObj(field -> DenseMatrix.stacked(
                        parts.stream().map(part -> part.features().get(field)).toList()))
                .toList();
        PlacedFeatures first = parts.get(0);
        return new PlacedFeatures(ids, Libraries.of(names), x, y, first.names(), first.scales(), features);
    }
}
