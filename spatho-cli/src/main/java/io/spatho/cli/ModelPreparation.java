package io.spatho.cli;

import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.ResourceException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.report.content.Omission;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.region.RegionSettings;
import io.spatho.stgpt.runtime.EmbeddingSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads and checks what a run takes its vectors from, or says why it goes without. */
final class ModelPreparation {

    private final ModelOptions options;
    private final ShardOptions shards;
    private final long seed;
    private final SpatialDataset dataset;
    private final Workers workers;
    private final Progress progress;

    ModelPreparation(RunSettings settings, SpatialDataset dataset, Workers workers, Progress progress) {
        this.options = settings.model();
        this.shards = settings.shards();
        this.seed = settings.options().seed;
        this.dataset = dataset;
        this.workers = workers;
        this.progress = progress;
    }

    /** The source of the vectors; what was read is added to the inputs, what is left out to the omissions. */
    Optional<EmbeddingSource> open(List<SourceFile> inputs, List<Omission> omissions) {
        if (options.isOff()) {
            omit("It was switched off with " + options.offBy() + ".", omissions);
            return Optional.empty();
        }
        if (options.isPrecomputed()) {
            EmbeddingSource.Precomputed source = EmbeddingSource.Precomputed.open(
                    options.precomputed.paths(), options.precomputed.gate(), dataset, workers);
            source.artifacts().files().forEach(file -> inputs.add(PreparedCase.source("stgpt_artifact", file)));
            return Optional.of(source);
        }
        DeviceRequest device = DeviceRequest.parse(options.device);
        if (options.checkpoint.isPresent()) {
            return Optional.of(checkpoint(options.checkpoint.get(), device, inputs));
        }
        return trained(device, omissions);
    }

    private EmbeddingSource checkpoint(Path folder, DeviceRequest device, List<SourceFile> inputs) {
        EmbeddingSource source = EmbeddingSource.open(folder, dataset.panel(), device, options.use.options());
        options.use.files().forEach((role, file) -> inputs.add(PreparedCase.source(role, file)));
        inputs.add(new SourceFile(
                "checkpoint",
                RunSettings.name(folder),
                0,
                source.checkpointFingerprint().orElseThrow().sha256()));
        return shards.done()
                .<EmbeddingSource>map(set -> new EmbeddingSource.FromShards(source, set))
                .orElse(source);
    }

    private Optional<EmbeddingSource> trained(DeviceRequest device, List<Omission> omissions) {
        try {
            return Optional.of(EmbeddingSource.TrainedOnCase.prepare(RegionSettings.standard(seed), device));
        } catch (ResourceException e) {
            if (device.kind() == DeviceRequest.Kind.CUDA) {
                throw e;
            }
            progress.note(e.getMessage());
            omit("The tensor engine could not start on this machine.", omissions);
            return Optional.empty();
        }
    }

    private void omit(String reason, List<Omission> omissions) {
        progress.note("no stGPT embedding: " + reason + " Everything else is made as always.");
        omissions.add(new Omission("stGPT embedding", "stgpt/", reason));
    }
}
