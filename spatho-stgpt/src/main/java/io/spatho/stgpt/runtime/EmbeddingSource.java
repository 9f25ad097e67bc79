package io.spatho.stgpt.runtime;

import io.spatho.core.dataset.GenePanel;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.RegionSettings;
import io.spatho.stgpt.scgpt.ScgptModel;
import io.spatho.stgpt.tokens.GeneMapping;
import java.nio.file.Path;

/** Where the vectors of observations come from. */
public sealed interface EmbeddingSource extends AutoCloseable {

    /** What was asked for as device. */
    DeviceRequest device();

    @Override
    void close();

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
                    panel.featureNames(),
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
