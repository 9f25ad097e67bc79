package io.spatho.stgpt.runtime;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.shard.ShardSet;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.RegionModel;
import io.spatho.stgpt.region.RegionSettings;
import io.spatho.stgpt.scgpt.ScgptModel;
import io.spatho.stgpt.tokens.GeneMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the vectors of observations come from. */
public sealed interface EmbeddingSource extends AutoCloseable {

    /** What was asked for as device. */
    DeviceRequest device();

    @Override
    void close();

    /**
     * A checkpoint folder of any kind: scGPT, scGPT-spatial, or a region model that spatho trained.
     *
     * @throws io.spatho.core.error.InputException when a file is broken or a tensor is missing
     * @throws io.spatho.core.error.GuardrailException when the checkpoint knows too few genes of the panel
     * @throws io.spatho.core.error.ResourceException when folder, engine or device are not there
     */
    static EmbeddingSource open(Path directory, GenePanel panel, DeviceRequest device, CheckpointOptions options) {
        return Files.isRegularFile(directory.resolve("model.json"))
                ? FromRegionModel.open(directory, device)
                : FromCheckpoint.open(directory, panel, device, options);
    }

    /** Whether any cells can be embedded with it at any time: a trained network that is loaded. */
    default boolean isLoaded() {
        return this instanceof FromCheckpoint || this instanceof FromRegionModel;
    }

    /** The digest over a loaded network's files; empty for what was not read from a checkpoint. */
    default Optional<Fingerprint> checkpointFingerprint() {
        if (this instanceof FromCheckpoint checkpoint) {
            return Optional.of(checkpoint.folder().fingerprint());
        }
        return this instanceof FromRegionModel region
                ? Optional.of(region.model().fingerprint())
                : Optional.empty();
    }

    /**
     * The vectors of any observations by a loaded network, unit length, NaN where an observation expresses no gene that it knows.
     *
     * @throws IllegalArgumentException when no network is loaded
     */
    default DenseMatrix vectors(SpatialDataset observations, ToolContext context) {
        return CellWork.of(this, observations, context).all().vectors();
    }

    /**
     * A checkpoint that was read, checked against the panel and put on its device.
     *
     * @param folder the checkpoint
     * @param mapping which of its genes each panel gene is
     * @param model the network
     * @param device the device that was asked for
     * @param options how it is to be used
     */
    record FromCheckpoint(
            CheckpointFolder folder,
            GeneMapping mapping,
            ScgptModel model,
            DeviceRequest device,
            CheckpointOptions options)
            implements EmbeddingSource {

        /**
         * Reads a checkpoint folder.
         *
         * @throws io.spatho.core.error.InputException when a file is broken, a tensor is missing or too few genes are shared
         * @throws io.spatho.core.error.ResourceException when folder, engine or device are not there
         */
        public static FromCheckpoint open(
                Path directory, GenePanel panel, DeviceRequest device, CheckpointOptions options) {
            CheckpointFolder folder = CheckpointFolder.open(directory, options.scripts()::read);
            GeneMapping mapping = GeneMapping.of(
                    options.limits().names(panel),
                    panel.featureIds(),
                    folder.vocabulary(),
                    options.names(),
                    directory.toString());
            ScgptModel model = ScgptModel.load(folder, device, options.precision());
            return new FromCheckpoint(folder, mapping, model, device, options);
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /**
     * A region model that was trained before: a folder with {@code model.json} and {@code model.safetensors}.
     *
     * @param model the model
     * @param device the device that was asked for
     */
    record FromRegionModel(RegionModel model, DeviceRequest device) implements EmbeddingSource {

        /** Reads a model folder and checks that engine and device are there. */
        public static FromRegionModel open(Path directory, DeviceRequest device) {
            RegionModel model = RegionModel.load(directory);
            TorchEngine.start().device(device);
            return new FromRegionModel(model, device);
        }

        @Override
        public void close() {
            // Holds no tensors; an embedder frees its own.
        }
    }

    /**
     * Vectors that were computed elsewhere.
     *
     * @param artifacts the files, read
     * @param gate what they must fulfil
     */
    record Precomputed(PrecomputedArtifacts artifacts, ArtifactGate gate) implements EmbeddingSource {

        /**
         * Reads artifacts and holds them against a case; needs no engine.
         *
         * @throws io.spatho.core.error.InputException when they are broken or belong to another case
         * @throws io.spatho.core.error.GuardrailException when their quality report is fatal and the gate asks for a pass
         */
        public static Precomputed open(
                ArtifactPaths paths, ArtifactGate gate, SpatialDataset dataset, Workers workers) {
            PrecomputedArtifacts artifacts = PrecomputedArtifacts.read(paths, workers);
            PrecomputedVectors.require(artifacts, gate, dataset);
            return new Precomputed(artifacts, gate);
        }

        @Override
        public DeviceRequest device() {
            return DeviceRequest.parse("cpu");
        }

        @Override
        public void close() {
            // Holds no tensors.
        }
    }

    /**
     * Vectors that shards of this very run computed.
     *
     * @param network what computed them
     * @param shards all shards
     */
    record FromShards(EmbeddingSource network, ShardSet shards) implements EmbeddingSource {

        public FromShards {
            if (!network.isLoaded()) {
                throw new IllegalArgumentException("no network was trained before");
            }
        }

        @Override
        public DeviceRequest device() {
            return network.device();
        }

        @Override
        public void close() {
            network.close();
        }
    }

    /**
     * A small model that is trained on the case itself.
     *
     * @param settings its size and training
     * @param device the device that was asked for
     */
    record TrainedOnCase(RegionSettings settings, DeviceRequest device) implements EmbeddingSource {

        /** Checks that engine and device are there. */
        public static TrainedOnCase prepare(RegionSettings settings, DeviceRequest device) {
            TorchEngine.start().device(device);
            return new TrainedOnCase(settings, device);
        }

        @Override
        public void close() {
            // Holds no tensors; training frees its own.
        }
    }
}
