package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.DomainSettings;
import io.spatho.core.cluster.NeighbourhoodClustering;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.qc.QcThresholds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Checks the options of a run against each other and turns them into what the tools take. */
final class RunSettings {

    private static final double SPOT_RESOLUTION = 0.5;
    private static final double RESOLUTION = 0.2;

    private final RunOptions options;
    private final AnalysisSettings analysis;
    private final SlideOptions slide;
    private final ModelOptions model;
    private final Optional<Stage> last;
    private final Map<String, String> study;
    private final FurtherOptions further;

    private RunSettings(
            RunOptions options,
            SlideOptions slide,
            ModelOptions model,
            Optional<Stage> last,
            Map<String, String> study,
            FurtherOptions further) {
        this.options = options;
        this.analysis = AnalysisSettings.of(options.analysis);
        this.slide = slide;
        this.model = model;
        this.last = last;
        this.study = new TreeMap<>(study);
        this.further = further;
    }

    /** The same settings for one shard of the vectors, or with the vectors of all shards. */
    RunSettings withShards(ShardOptions shards) {
        return new RunSettings(options, slide, model, last, study, further.withShards(shards.require(model)));
    }

    /** The settings of a whole run, or a usage error that names the option. */
    static RunSettings of(RunOptions options, SlideOptions slide, ModelOptions model, FurtherOptions further) {
        further.shards().require(model);
        return checked(new RunSettings(options, slide, model, Optional.empty(), Map.of(), further));
    }

    /** The settings of an analysis up to a stage, without slide and model. */
    static RunSettings of(RunOptions options, Stage last) {
        return checked(new RunSettings(
                options, new SlideOptions(), ModelOptions.none(), Optional.of(last), Map.of(), FurtherOptions.none()));
    }

    /** The settings of a study of the model on a case, with what the study adds to the configuration. */
    static RunSettings ofStudy(RunOptions options, ModelOptions model, Map<String, String> study) {
        return ofStudy(options, new SlideOptions(), model, study);
    }

    /** The same with a slide. */
    static RunSettings ofStudy(RunOptions options, SlideOptions slide, ModelOptions model, Map<String, String> study) {
        return checked(new RunSettings(options, slide, model, Optional.empty(), study, FurtherOptions.none()));
    }

    private static RunSettings checked(RunSettings settings) {
        RunOptions options = settings.options;
        settings.slide.require();
        settings.model.require();
        settings.further.prediction().require();
        settings.further.retrieval().require();
        settings.further.discordance().require(settings.slide.slide.isPresent());
        options.annotation.require();
        settings.further.review().require();
        require("--n-components", options.components, options.components >= 2 && options.components <= 200);
        require("--n-neighbors", options.neighbors, options.neighbors >= 2 && options.neighbors <= 200);
        require(
                "--spatial-neighbors",
                options.spatialNeighbors,
                options.spatialNeighbors >= 1 && options.spatialNeighbors <= 100);
        require("--resolution", options.resolution, options.resolution > 0);
        require(
                "--structure-resolution",
                options.structureResolution,
                options.structureResolution.filter(value -> !(value > 0)).isEmpty());
        require(
                "--neighbourhood-share",
                options.neighbourhoodShare,
                options.neighbourhoodShare
                        .filter(share -> !(share >= 0 && share <= 1))
                        .isEmpty());
        require("--min-region-cells", options.minRegionCells, options.minRegionCells >= 1);
        options.spatial.require();
        return settings;
    }

    static void requireOneOf(String option, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new UsageException(
                    Problem.of("unknown value").at(option).expected(String.join(" or ", allowed), value));
        }
    }

    static void require(String option, Object value, boolean sensible) {
        if (!sensible) {
            throw new UsageException(
                    Problem.of("value out of range: " + value).at(option).fix("See spatho run --help"));
        }
    }

    RunOptions options() {
        return options;
    }

    /** The settings of graphs, clusters and structures. */
    AnalysisSettings analysis() {
        return analysis;
    }

    SlideOptions slide() {
        return slide;
    }

    ModelOptions model() {
        return model;
    }

    /** What is predicted from the picture. */
    PredictionOptions prediction() {
        return further.prediction();
    }

    /** What is predicted with reference cells. */
    RagOptions retrieval() {
        return further.retrieval();
    }

    /** What is asked of morphology against molecules. */
    DiscordanceOptions discordance() {
        return further.discordance();
    }

    ReviewOptions review() {
        return further.review();
    }

    ShardOptions shards() {
        return further.shards();
    }

    /** The files and folders that were named beside the bundle. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(options.regions);
        Stream.of(
                        slide.slide,
                        slide.alignment,
                        slide.keypoints,
                        model.checkpoint,
                        further.prediction().model,
                        further.prediction().features,
                        further.retrieval().model,
                        further.retrieval().index,
                        further.retrieval().features,
                        further.discordance().features,
                        further.discordance().folder(),
                        options.annotation.markers,
                        options.annotation.celltypist,
                        options.spatial.genePairs,
                        options.spatial.ligandReceptor)
                .flatMap(Optional::stream)
                .forEach(files::add);
        return files;
    }

    /** The stage after which an analysis ends; empty for a whole run. */
    Optional<Stage> last() {
        return last;
    }

    QcThresholds thresholds(SpatialDataset dataset) {
        QcThresholds defaults = QcThresholds.defaults(
                dataset.metadata().platform(),
                dataset.metadata().observationSizeUm(),
                dataset.panel().size());
        return new QcThresholds(
                options.minCounts.orElse(defaults.minimumCounts()),
                options.minGenes.orElse(defaults.minimumGenes()),
                options.analysis.maxControlShare.orElse(defaults.maximumControlShare()),
                options.analysis.maxMitoShare.orElse(defaults.maximumMitochondrialShare()),
                defaults.minimumCellsPerGene());
    }

    /** How structures are found; a Visium spot already averages over cells, so fewer merge into one structure. */
    DomainSettings domains(SpatialDataset dataset) {
        NeighbourhoodClustering.Options defaults = NeighbourhoodClustering.Options.defaults(options.seed);
        boolean spots = dataset.metadata().platform() == Platform.VISIUM;
        double resolution = options.structureResolution.orElse(spots ? SPOT_RESOLUTION : RESOLUTION);
        NeighbourhoodClustering.Options clustering = new NeighbourhoodClustering.Options(
                defaults.neighbourShare(),
                defaults.components(),
                options.neighbors,
                defaults.leiden().withResolution(resolution),
                defaults.smoothingRounds());
        return analysis.domains(
                dataset.metadata().platform(), dataset.panel().size(), clustering, options.neighbourhoodShare);
    }

    /** All options that can change a result, under their names in a configuration file; files are named without their folders. */
    JsonNode effective() {
        ObjectNode node = CanonicalJson.object();
        options.bundle.format.ifPresent(value -> node.put("format", value));
        options.bundle.binSize.ifPresent(value -> node.put("bin_size", value));
        node.put("matrix", options.bundle.matrix);
        node.put("probes", options.bundle.probes);
        node.put("feature_slice", options.bundle.slices);
        options.bundle.segmentation.ifPresent(value -> node.put("segmentation", name(value)));
        options.bundle.umPerUnit.ifPresent(value -> node.put("um_per_unit", value));
        if (options.bundle.transcripts) {
            node.put("transcripts", true);
        }
        if (!options.regions.isEmpty()) {
            node.put(
                    "regions",
                    String.join(
                            ",", options.regions.stream().map(RunSettings::name).toList()));
        }
        options.regionsUnit.ifPresent(value -> node.put("regions_unit", value));
        slide.describe(node);
        options.annotation.describe(node);
        last.ifPresentOrElse(stage -> node.put("stage", stage.id()), () -> model.describe(node));
        study.forEach(node::put);
        further.prediction().describe(node);
        further.retrieval().describe(node);
        further.discordance().describe(node);
        further.shards().describe(node);
        further.review().describe(node);
        node.put("seed", options.seed);
        options.minCounts.ifPresent(value -> node.put("min_counts", value));
        options.minGenes.ifPresent(value -> node.put("min_genes", value));
        node.put("n_components", options.components);
        node.put("n_neighbors", options.neighbors);
        node.put("spatial_neighbors", options.spatialNeighbors);
        node.put("resolution", options.resolution);
        options.structureResolution.ifPresent(value -> node.put("structure_resolution", value));
        node.put("arrow", options.arrow);
        options.neighbourhoodShare.ifPresent(value -> node.put("neighbourhood_share", value));
        node.put("min_region_cells", options.minRegionCells);
        analysis.describe(node);
        options.spatial.describe(node);
        return node;
    }

    static String name(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? "" : last.toString();
    }
}
