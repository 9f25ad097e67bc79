package io.spatho.cli;

import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.regions.RegionFiles;
import io.spatho.anndata.regions.SlideCells;
import io.spatho.anndata.registration.RegisteredSlide;
import io.spatho.anndata.registration.SlideRequest;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.annotate.CellTypeModel;
import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.tool.Progress;
import io.spatho.report.content.Omission;
import io.spatho.stgpt.discordance.DiscordanceModel;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.retrieval.RetrievalSources;
import io.spatho.stgpt.runtime.EmbeddingSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything a run reads, read and found good before anything is written.
 *
 * @param settings the options
 * @param archive opens the AnnData file that the case was read from, if it was one
 * @param dataset the case
 * @param drawn regions that a user gave
 * @param slide the H&amp;E slide, laid on the case and checked
 * @param panel marker panel
 * @param pairs pairs of genes to look at
 * @param cellTypes model for cells that look immune, if one was named
 * @param embedding where vectors come from, unless the run goes without
 * @param prediction a model that predicts expression, with features of the case, if one was named
 * @param retrieval a model that looks reference cells up, with them and features of the case, if one was named
 * @param discordance a trained model of morphology and molecules, if one was named
 * @param omissions what the run will not make, and why
 * @param identity what makes the run the run that it is
 */
record PreparedCase(
        RunSettings settings,
        Optional<Supplier<ArrayTree>> archive,
        SpatialDataset dataset,
        Optional<DrawnRegions> drawn,
        Optional<RegisteredSlide> slide,
        MarkerPanel panel,
        SpatialOptions.Pairs pairs,
        Optional<CellTypeModel> cellTypes,
        Optional<EmbeddingSource> embedding,
        Optional<PredictionOptions.Prediction> prediction,
        Optional<RetrievalSources> retrieval,
        Optional<DiscordanceModel> discordance,
        List<Omission> omissions,
        RunIdentity identity)
        implements AutoCloseable {

    static PreparedCase read(Path bundle, RunSettings settings, Workers workers, Progress progress) {
        RunOptions options = settings.options();
        DeviceRequest.parse(settings.model().device);
        progress.note("reading the case");
        SpatialDataset read = options.bundle.open(bundle, workers);
        List<SourceFile> inputs = new ArrayList<>(read.metadata().sources());
        Optional<DrawnRegions> drawn = Optional.empty();
        List<String> warnings = new ArrayList<>(read.metadata().warnings());
        if (!options.regions.isEmpty()) {
            drawn = Optional.of(readRegions(options, read, workers, warnings));
            options.regions.forEach(file -> inputs.add(source("regions", file)));
        }
        SpatialDataset dataset = read.toBuilder()
                .metadata(read.metadata().withWarnings(warnings))
                .build();
        options.validation.require(bundle, dataset.metadata().warnings());
        SpatialOptions.Pairs pairs = options.spatial.pairs((role, file) -> inputs.add(source(role, file)));
        MarkerPanel panel = options.annotation.panel();
        options.annotation.markers.ifPresent(file -> inputs.add(source("markers", file)));
        Optional<CellTypeModel> cellTypes = options.annotation.model();
        options.annotation.celltypist.ifPresent(file -> inputs.add(source("celltypist", file)));
        Optional<PredictionOptions.Prediction> prediction =
                settings.prediction().open(dataset, inputs);
        Optional<RetrievalSources> retrieval = settings.retrieval().open(dataset, inputs);
        Optional<DiscordanceModel> discordance = settings.discordance().open(dataset, inputs);
        List<Omission> omissions = new ArrayList<>();
        Optional<RegisteredSlide> slide = slide(bundle, settings, dataset, inputs, workers, progress);
        if (prediction.isEmpty() && retrieval.isEmpty()) {
            omissions.add(new Omission(
                    "Slide image",
                    "regions/predictions/",
                    slide.isPresent()
                            ? "The slide was laid on the case; nothing was predicted from it."
                            : "No full-resolution slide was given; nothing was predicted from H&E."));
        }
        try {
            Optional<EmbeddingSource> embedding =
                    new ModelPreparation(settings, dataset, workers, progress).open(inputs, omissions);
            RunIdentity identity =
                    new RunIdentity(SpathoVersion.current(), options.seed, settings.effective(), List.copyOf(inputs));
            settings.shards().require(identity);
            return new PreparedCase(
                    settings,
                    archive(bundle, options, workers),
                    dataset,
                    drawn,
                    slide,
                    panel,
                    pairs,
                    cellTypes,
                    embedding,
                    prediction,
                    retrieval,
                    discordance,
                    List.copyOf(omissions),
                    identity);
        } catch (RuntimeException e) {
            slide.ifPresent(RegisteredSlide::close);
            throw e;
        }
    }

    private static Optional<RegisteredSlide> slide(
            Path bundle,
            RunSettings settings,
            SpatialDataset dataset,
            List<SourceFile> inputs,
            Workers workers,
            Progress progress) {
        Optional<SlideRequest> requested = settings.slide().request();
        if (requested.isEmpty()) {
            Bundles.slideNotes(bundle).forEach(progress::note);
            return Optional.empty();
        }
        SlideRequest named = requested.get();
        progress.note("reading the slide");
        SlideRequest request = aligned(bundle, named, progress);
        RegisteredSlide slide = RegisteredSlide.open(request, dataset, workers);
        inputs.add(source("he", request.slide()));
        named.alignment().ifPresent(file -> inputs.add(source("he_alignment", file)));
        named.keypoints().ifPresent(file -> inputs.add(source("he_keypoints", file)));
        slide.registration().fit().ifPresent(fit -> progress.note(fit.words()));
        slide.warnings().forEach(progress::note);
        return Optional.of(slide);
    }

    /** What was asked for, with the bundle's own alignment where no other was named; its files are among the bundle's sources. */
    static SlideRequest aligned(Path bundle, SlideRequest named, Progress progress) {
        if (named.alignment().isPresent() || named.keypoints().isPresent()) {
            return named;
        }
        return Bundles.slideAlignment(bundle, named.slide())
                .map(found -> {
                    progress.note("the slide lies by the bundle's own alignment");
                    return new SlideRequest(
                            named.slide(), Optional.of(found.matrix()), found.keypoints(), false, named.umPerPixel());
                })
                .orElse(named);
    }

    private static Optional<Supplier<ArrayTree>> archive(Path bundle, RunOptions options, Workers workers) {
        Platform kind = options.bundle.options(workers).format().orElseGet(() -> Bundles.detect(bundle));
        return kind == Platform.H5AD ? Optional.of(() -> Bundles.tree(bundle, workers)) : Optional.empty();
    }

    private static DrawnRegions readRegions(
            RunOptions options, SpatialDataset dataset, Workers workers, List<String> warnings) {
        SlideCells cells = new SlideCells(dataset.cellIds(), dataset.xUm(), dataset.yUm());
        return RegionFiles.on(cells, dataset.metadata().pixelSizeUm(), workers, warnings)
                .read(options.regions, options.regionsUnit);
    }

    /** A file that a user gave, as manifests name it. */
    static SourceFile source(String role, Path file) {
        try {
            String name = file.toAbsolutePath().normalize().getFileName().toString();
            return new SourceFile(
                    role, name, Files.size(file), Fingerprint.ofFile(file).sha256());
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read: " + e.getMessage()).at(file), e);
        }
    }

    @Override
    public void close() {
        slide.ifPresent(RegisteredSlide::close);
        embedding.ifPresent(EmbeddingSource::close);
    }
}
