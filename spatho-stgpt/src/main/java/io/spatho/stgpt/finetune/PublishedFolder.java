package io.spatho.stgpt.finetune;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import io.spatho.stgpt.checkpoint.TorchZipWriter;
import io.spatho.stgpt.nn.StateDict;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a trained checkpoint in the layout that scGPT and scGPT-spatial publish: vocabulary, settings and gene means as the first
 * checkpoint has them, and the weights under the published names, as safetensors or as a PyTorch state dict.
 *
 * <p>The published loaders rename {@code Wqkv} where they run without fused attention, and nothing the other way round; so the fused
 * spelling is the one that all of them read. Source: scGPT {@code scgpt/utils/util.py}.
 */
final class PublishedFolder {

    private static final List<String> COPIED = List.of("args.json", "vocab.json", "all_dict_mean_std.csv");

    private final ArtifactStore store;
    private final String folder;

    /** A folder of a store. */
    PublishedFolder(ArtifactStore store, String folder) {
        this.store = store;
        this.folder = folder;
    }

    /** Writes weights as {@code best_model.safetensors}. */
    List<Artifact> safetensors(CheckpointFolder first, List<NamedTensor> tensors, Map<String, String> metadata) {
        List<NamedTensor> published = published(tensors);
        List<Artifact> files = copies(first);
        files.add(store.file(
                folder + "/best_model.safetensors", "application/octet-stream", Origin.MODEL_DERIVED, file -> {
                    try (OutputStream out = Files.newOutputStream(file)) {
                        SafetensorsWriter.write(out, published, metadata);
                    }
                }));
        return files;
    }

    /** Writes weights as {@code best_model.pt}, which {@code torch.load(file, weights_only=True)} reads. */
    List<Artifact> stateDict(CheckpointFolder first, List<NamedTensor> tensors) {
        List<NamedTensor> published = published(tensors);
        List<Artifact> files = copies(first);
        files.add(store.file(folder + "/best_model.pt", "application/octet-stream", Origin.MODEL_DERIVED, file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                TorchZipWriter.write(out, published);
            }
        }));
        return files;
    }

    private List<Artifact> copies(CheckpointFolder first) {
        List<Artifact> files = new ArrayList<>();
        for (String name : COPIED) {
            Path source = first.directory().resolve(name);
            if (Files.isRegularFile(source)) {
                String type = name.endsWith(".csv") ? "text/csv" : "application/json";
                files.add(store.file(
                        folder + "/" + name,
                        type,
                        Origin.MODEL_DERIVED,
                        file -> Files.write(file, Files.readAllBytes(source))));
            }
        }
        return files;
    }

    static List<NamedTensor> published(List<NamedTensor> tensors) {
        return tensors.stream()
                .map(tensor -> tensor.renamed(
                        StateDict.commonName(tensor.name()).replace("self_attn.in_proj_", "self_attn.Wqkv.")))
                .toList();
    }
}
