package io.spatho.cli;

import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.HighlyVariableGenes;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.discordance.SpotMaterial;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads cases and the features of their pictures and joins them: spots with counts and features, genes that all cases have. */
final class DiscordanceSlides {

    private static final double TARGET = 1e4;

    private final BundleChoice choice;
    private final Optional<Double> field;
    private final int mostGenes;
    private final Optional<List<String>> wanted;
    private final Workers workers;
    private final Progress progress;

    DiscordanceSlides(
            BundleChoice choice,
            Optional<Double> field,
            int mostGenes,
            Optional<List<String>> wanted,
            Workers workers,
            Progress progress) {
        this.wanted = wanted;
        this.choice = choice;
        this.field = field;
        this.mostGenes = mostGenes;
        this.workers = workers;
        this.progress = progress;
    }

    private record Slide(String name, SpatialDataset spots, DenseMatrix image, List<String> features) {}

    DiscordanceSpots read(List<Path> bundles, List<Path> files, List<SourceFile> inputs) {
        List<Slide> slides = new ArrayList<>();
        Optional<Double> scale = field;
        for (int i = 0; i < bundles.size(); i++) {
            progress.note("reading " + bundles.get(i));
            SpatialDataset dataset = choice.open(bundles.get(i), workers);
            inputs.addAll(dataset.metadata().sources());
            inputs.add(PreparedCase.source("image_features", files.get(i)));
            TileFeatures features = TileFeatures.read(files.get(i));
            double um = scale.orElseGet(() ->
                    features.scales().stream().mapToDouble(side -> side).max().orElseThrow());
            scale = Optional.of(um);
            slides.add(slide(RunSettings.name(bundles.get(i)), dataset, features, um, files.get(i)));
        }
        return new DiscordanceSpots(join(slides), Optional.empty());
    }

    private Slide slide(String name, SpatialDataset dataset, TileFeatures features, double um, Path file) {
        if (!features.scales().contains(um)) {
            throw new InputException(Problem.of("no features of this field of view")
                    .at(file)
                    .expected(um + " µm", features.scales())
                    .fix("Choose --field, or encode again with --fields"));
        }
        int[] tiles = features.rowsOf(dataset.cellIds());
        int[] kept = IntStream.range(0, dataset.size())
                .filter(spot -> tiles[spot] >= 0 && dataset.counts().rowSum(spot) > 0)
                .toArray();
        if (kept.length == 0) {
            throw new InputException(Problem.of("no spot of the case has features of its picture")
                    .at(file)
                    .expected("tile ids such as " + dataset.cellIds()[0], features.tileIds()[0])
                    .fix("Encode this case with tiles around its observations: --tiles observations"));
        }
        progress.note(
                kept.length + " of " + dataset.size() + " spots of " + name + " have counts and picture features");
        int[] rows = Arrays.stream(kept).map(spot -> tiles[spot]).toArray();
        return new Slide(name, dataset.select(kept), features.at(um).selectRows(rows), features.names());
    }

    private SpotMaterial join(List<Slide> slides) {
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
            return joined(slides, present(wanted.get(), shared));
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

    private static List<String> present(List<String> wanted, List<String> shared) {
        for (String gene : wanted) {
            if (!shared.contains(gene)) {
                throw new InputException(Problem.of("a gene that the model reads is absent")
                        .at(gene)
                        .expected("all " + wanted.size() + " genes of its training", shared.size() + " shared genes")
                        .fix("Train a model on cases of this panel"));
            }
        }
        return wanted;
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
            System.arraycopy(
                    slide.image().values(),
                    0,
                    image.values(),
                    next * width,
                    slide.image().values().length);
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
                Libraries.of(Arrays.stream(rows).mapToObj(row -> names[row]).toArray(String[]::new)),
                Arrays.stream(rows).mapToDouble(row -> x[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> y[row]).toArray(),
                genes,
                slides.get(0).features(),
                counts,
                image.selectRows(rows),
                workers);
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
