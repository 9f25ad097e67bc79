package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.registration.RegisteredSlide;
import io.spatho.anndata.registration.SlideRequest;
import io.spatho.core.annotate.MarkerPanelReader;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.histology.tile.TissueSlide;
import io.spatho.stgpt.retrieval.ReferenceFiles;
import io.spatho.stgpt.retrieval.ReferenceIndex;
import io.spatho.stgpt.retrieval.RetrievalRequest;
import io.spatho.stgpt.retrieval.RetrievalSettings;
import io.spatho.stgpt.retrieval.RetrievalTrainTool;
import io.spatho.stgpt.retrieval.TilePictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho rag train BUNDLE --features FEATURES --index INDEX -o OUT}: trains with and without reference cells. */
@Command(
        name = "train",
        description = {
            "Train a model from a slide's features to expression that looks reference cells up, and the same without;",
            "says on held-out spatial blocks whether looking up helps. --resume goes on with a killed training."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RagTrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "A case with counts.")
    private Path bundlePath;

    @Mixin
    private SlideModelRun run;

    @Mixin
    private BundleChoice bundle;

    @Option(
            names = "--features",
            paramLabel = "PARQUET",
            required = true,
            description = "Features of its tiles, as spatho histology encode writes them.")
    private Path features;

    @Option(names = "--index", paramLabel = "INDEX", required = true, description = "What spatho rag index made.")
    private Path index;

    @Option(names = "--genes", paramLabel = "NAME", split = ",", description = "Genes to predict, joined by commas.")
    private List<String> genes = List.of();

    @Option(
            names = "--most-genes",
            paramLabel = "N",
            defaultValue = "200",
            description = "Without --genes: this many of the most variable shared genes (default: ${DEFAULT-VALUE}).")
    private int mostGenes;

    @Option(
            names = "--annotation",
            paramLabel = "COLUMN",
            description = "Column of obs with the reference's cell types (default: deconvolution).")
    private Optional<String> annotation = Optional.empty();

    @Option(names = "--pathways", paramLabel = "GMT", description = "Sets of genes that are judged together.")
    private Optional<Path> pathways = Optional.empty();

    @Option(
            names = "--baselines",
            description =
                    "Train the baselines from pictures straight to genes as well; with --he also one of the tiles' own pixels.")
    private boolean baselines;

    @Mixin
    private SlideOptions slide;

    @Option(names = "--variational", description = "Give the generator a latent variable (conditional VAE).")
    private boolean variational;

    @Option(
            names = "--search",
            paramLabel = "WAY",
            defaultValue = "exact",
            description = "exact, or hnsw: approximate, with its recall in the index (default: ${DEFAULT-VALUE}).")
    private String search;

    @Option(
            names = "--retrieve",
            paramLabel = "N",
            defaultValue = "16",
            description = "Reference cells looked up for a tile (default: ${DEFAULT-VALUE}).")
    private int cells;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "400",
            description = "Most steps (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Mixin
    private DeviceOption device;

    @Override
    public Integer call() {
        RunSettings.require("--most-genes", mostGenes, mostGenes >= 1 && mostGenes <= 20_000);
        RunSettings.require("--retrieve", cells, cells >= 1 && cells <= 1024);
        RunSettings.require("--steps", steps, steps >= 1);
        slide.require();
        if (slide.slide.isPresent() && !baselines) {
            throw new UsageException(Problem.of("only a baseline sees the pixels of the slide")
                    .at("--he")
                    .fix("Add --baselines, or leave --he out"));
        }
        RunSettings.requireOneOf("--search", search, List.of("exact", "hnsw"));
        ObjectNode config = CanonicalJson.object();
        config.put("study", "rag train")
                .put("most_genes", mostGenes)
                .put("genes", String.join(",", genes))
                .put("annotation", annotation.orElse(""))
                .put("baselines", baselines)
                .put("variational", variational)
                .put("search", search)
                .put("retrieve", cells)
                .put("steps", steps)
                .put("matrix", bundle.matrix);
        bundle.binSize.ifPresent(size -> config.put("bin_size", size));
        slide.describe(config);
        return run.execute(config, new RetrievalTrainTool(), RetrievalTrainTool.FILE, this::read, spec);
    }

    private SlideModelRun.Prepared<RetrievalRequest> read(Workers workers) {
        SpatialDataset dataset = bundle.open(bundlePath, workers);
        List<SourceFile> inputs = new ArrayList<>(dataset.metadata().sources());
        inputs.add(PreparedCase.source("features", features));
        inputs.add(indexSource(index));
        pathways.ifPresent(file -> inputs.add(PreparedCase.source("pathways", file)));
        ReferenceIndex reference = ReferenceFiles.load(index);
        TileFeatures table = TileFeatures.read(features);
        RetrievalRequest request = new RetrievalRequest(
                dataset,
                table,
                pictures(dataset, table, inputs, workers),
                reference,
                genes,
                mostGenes,
                annotation,
                pathways.map(MarkerPanelReader::read),
                RetrievalSettings.standard(run.seed).with(steps, cells),
                variational,
                baselines,
                search.equals("hnsw"),
                device.request());
        return new SlideModelRun.Prepared<>(
                request,
                inputs,
                new SlideModelRun.Subject(
                        dataset.metadata().sampleName(),
                        dataset.metadata().platform().id(),
                        dataset.metadata().softwareVersion(),
                        dataset.size(),
                        dataset.panel().size()));
    }

    /** The pixels of the tiles, where a slide was named. */
    private Optional<TilePictures> pictures(
            SpatialDataset dataset, TileFeatures table, List<SourceFile> inputs, Workers workers) {
        return slide.request().map(named -> {
            SlideRequest request = PreparedCase.aligned(bundlePath, named, Progress.SILENT);
            inputs.add(PreparedCase.source("he", request.slide()));
            named.alignment().ifPresent(file -> inputs.add(PreparedCase.source("he_alignment", file)));
            named.keypoints().ifPresent(file -> inputs.add(PreparedCase.source("he_keypoints", file)));
            try (RegisteredSlide registered = RegisteredSlide.open(request, dataset, workers)) {
                return TilePictures.read(TissueSlide.of(registered), table, workers);
            }
        });
    }

    /** The document of an index, which names the fingerprint of all its files. */
    static SourceFile indexSource(Path place) {
        Path inside = place.resolve(ReferenceFiles.DOCUMENT);
        return PreparedCase.source("reference_index", Files.exists(inside) ? inside : place.resolve("index.json"));
    }
}
