package io.spatho.cli;

import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.discordance.SlideJoin;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads cases and the features of their pictures and joins them. */
final class DiscordanceSlides {

    private final BundleChoice choice;
    private final Optional<Double> field;
    private final SlideJoin join;
    private final Workers workers;
    private final Progress progress;

    DiscordanceSlides(
            BundleChoice choice,
            Optional<Double> field,
            int mostGenes,
            Optional<List<String>> wanted,
            Workers workers,
            Progress progress) {
        this.choice = choice;
        this.field = field;
        this.join = new SlideJoin(mostGenes, wanted, workers, progress);
        this.workers = workers;
        this.progress = progress;
    }

    DiscordanceSpots read(List<Path> bundles, List<Path> files, List<SourceFile> inputs) {
        List<SlideJoin.Slide> slides = new ArrayList<>();
        Optional<Double> scale = field;
        for (int i = 0; i < bundles.size(); i++) {
            progress.note("reading slide " + (i + 1) + " of " + bundles.size());
            SpatialDataset dataset = choice.open(bundles.get(i), workers);
            inputs.addAll(dataset.metadata().sources());
            inputs.add(PreparedCase.source("image_features", files.get(i)));
            TileFeatures features = TileFeatures.read(files.get(i));
            double um = scale.orElseGet(() -> SlideJoin.largestField(features));
            scale = Optional.of(um);
            slides.add(join.slide(
                    RunSettings.name(bundles.get(i)),
                    dataset,
                    features,
                    um,
                    files.get(i).toString()));
        }
        return new DiscordanceSpots(join.join(slides), Optional.empty());
    }
}
