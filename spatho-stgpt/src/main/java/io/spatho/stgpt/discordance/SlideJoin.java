package io.spatho.stgpt.discordance;

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
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Joins cases with the features of their pictures: spots with counts and features, and genes that all cases have; these are the
 * ones named or, without any, those that vary most in all cases together.
 */
public final class SlideJoin {

    private static final double TARGET = 1e4;

    private final int mostGenes;
    private final Optional<List<String>> wanted;
    private final Workers workers;
    private final Progress progress;

    /**
     * A way to join.
     *
     * @param mostGenes most genes, when none are named
     * @param wanted the genes, in this order
     */
    public SlideJoin(int mostGenes, Optional<List<String>> wanted, Workers workers, Progress progress) {
        this.mostGenes = mostGenes;
        this.wanted = wanted;
        this.workers = workers;
        this.progress = progress;
    }

    /**
     * The spots of one case that have counts and features.
     *
     * @param name of the slide
     * @param spots the case
     * @param image features of the picture of each spot
     * @param features their names
     */
    public record Slide(String name, SpatialDataset spots, DenseMatrix image, List<String> features) {}

    /** The largest field of view that features have. */
    public static double largestField(TileFeatures features) {
        return features.scales().stream().mapToDouble(side -> side).max().orElseThrow();
    }

    /**
     * The spots of a case with their features of a field of view.
     *
     * @param origin what the features were read from, for messages
     * @throws InputException when the field is absent, or no spot has features
     */
    public Slide slide(String name, SpatialDataset dataset, TileFeatures features, double um, String origin) {
        if (!features.scales().contains(um)) {
            throw new InputException(Problem.of("no features of this field of view")
                    .at(origin)
                    .expected(um + " µm", features.scales())
                    .fix("Choose another field of view, or encode again with --fields"));
        }
        int[] tiles = features.rowsOf(dataset.cellIds());
        int[] kept = IntStream.range(0, dataset.size())
                .filter(spot -> tiles[spot] >= 0 && dataset.counts().rowSum(spot) > 0)
                .toArray();
        if (kept.length == 0) {
            throw new InputException(Problem.of("no spot of the case has features of its picture")
                    .at(origin)
                    .expected("tile ids such as " + dataset.cellIds()[0], features.tileIds()[0])
                    .fix("Encode this case with tiles around its observations: --tiles observations"));
        }
        String word = dataset.metadata().platform().observation();
        progress.note(Words.count(kept.length) + " of " + Words.count(dataset.size(), word)
                + " have counts and picture features");
        int[] rows = Arrays.stream(kept).map(spot -> tiles[spot]).toArray();
        return new Slide(name, dataset.select(kept), features.at(um).selectRows(rows), features.names());
    }

    /** All slides as one. */
    public SpotMaterial join(List<Slide> slides) {
        List<String> shared = new ArrayList<>(slides.get(0).spots().panel().uniqueNames());
        for (Slide slide : slides) {
            shared.retainAll(new HashSet<>(slide.spots().panel().uniqueNames()));
            if (!slide.features().equals(slides.get(0).features())) {
                throw new InputException(Problem.of("the cases' features are of different encoders")
                        .at(slide.name())
                        .expected(
                                slides.get(0).features().size() + " features of the first",
                                slide.features().size())
                        .fix("Encode all cases alike"));
            }
        }
        if (wanted.isPresent()) {
            requirePresent(wanted.get(), shared);
            return joined(slides, wanted.get());
        }
        CsrMatrix counts = stacked(slides, shared);
        int[] chosen = HighlyVariableGenes.top(
                        Normalization.toSum(counts, TARGET, workers).matrix(),
                        HighlyVariableGenes.Flavour.SEURAT,
                        Math.min(mostGenes, shared.size()),
                        workers)
                .selected();
        return joined(slides, Arrays.stream(chosen).mapToObj(shared::get).toList());
    }

    /**
     * Fails unless all genes that a model reads are there.
     *
     * @throws InputException that names the first absent one
     */
    public static void requirePresent(List<String> wanted, List<String> present) {
        HashSet<String> known = new HashSet<>(present);
        for (String gene : wanted) {
            if (!known.contains(gene)) {
                throw new InputException(Problem.of("a gene that the model reads is absent")
                        .at(gene)
                        .expected("all " + wanted.size() + " genes of its training", present.size() + " shared genes")
                        .fix("Train a model on cases of this panel"));
            }
        }
    }

    private SpotMaterial joined(List<Slide> slides, List<String> genes) {
        CsrMatrix varying = stacked(slides, genes);
        int[] rows = IntStream.range(0, varying.rows())
                .filter(row -> varying.rowSum(row) > 0)
                .toArray();
        return material(slides, rows, genes, varying.selectRows(rows));
    }

    private SpotMaterial material(List<Slide> slides, int[] rows, List<String> genes, CsrMatrix counts) {
        int n = slides.stream().mapToInt(slide -> slide.spots().size()).sum();
        String[] ids = new String[n];
        String[] names = new String[n];
        double[] x = new double[n];
        double[] y = new double[n];
        int width = slides.get(0).features().size();
        DenseMatrix image = DenseMatrix.zeros(n, width);
        int next = 0;
        for (Slide slide : slides) {
            float[] own = slide.image().values();
            System.arraycopy(own, 0, image.values(), next * width, own.length);
            for (int spot = 0; spot < slide.spots().size(); spot++) {
                String id = slide.spots().cellIds()[spot];
                ids[next] = slides.size() == 1 ? id : slide.name() + "/" + id;
                names[next] = slide.name();
                x[next] = slide.spots().xUm()[spot];
                y[next++] = slide.spots().yUm()[spot];
            }
        }
        return SpotMaterial.of(
                        Arrays.stream(rows).mapToObj(row -> ids[row]).toArray(String[]::new),
                        Libraries.of(
                                Arrays.stream(rows).mapToObj(row -> names[row]).toArray(String[]::new)),
                        Arrays.stream(rows).mapToDouble(row -> x[row]).toArray(),
                        Arrays.stream(rows).mapToDouble(row -> y[row]).toArray(),
                        genes,
                        slides.get(0).features(),
                        counts,
                        image.selectRows(rows),
                        workers)
                .called(observation(slides));
    }

    private static String observation(List<Slide> slides) {
        List<String> words = slides.stream()
                .map(slide -> slide.spots().metadata().platform().observation())
                .distinct()
                .toList();
        return words.size() == 1 ? words.get(0) : "observation";
    }

    /** All slides' counts of the genes named, one slide after the other. */
    private static CsrMatrix stacked(List<Slide> slides, List<String> genes) {
        List<CsrMatrix> parts = new ArrayList<>();
        for (Slide slide : slides) {
            List<String> own = slide.spots().panel().uniqueNames();
            parts.add(slide.spots()
                    .counts()
                    .selectColumns(genes.stream().mapToInt(own::indexOf).toArray()));
        }
        return CsrMatrix.stacked(parts);
    }
}
