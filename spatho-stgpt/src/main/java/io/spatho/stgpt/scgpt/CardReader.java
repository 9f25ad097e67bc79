package io.spatho.stgpt.scgpt;

import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.nn.StateDict;
import io.spatho.stgpt.nn.TrustedScripts;
import io.spatho.stgpt.scgpt.CheckpointCard.Flavour;
import io.spatho.stgpt.scgpt.CheckpointCard.StoredFile;
import io.spatho.stgpt.scgpt.CheckpointCard.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers a {@link CheckpointCard} and goes on past every fault. */
final class CardReader {

    private static final List<String> FILES = List.of(
            "vocab.json",
            "args.json",
            "all_dict_mean_std.csv",
            "best_model.pt",
            "best_model.safetensors",
            "model.json",
            "model.safetensors");

    private final Path source;
    private final TrustedScripts scripts;
    private final List<StoredFile> files = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Map<String, String> architecture = new LinkedHashMap<>();
    private List<StoredTensor> tensors = List.of();
    private List<String> unused = List.of();
    private Flavour flavour = Flavour.UNKNOWN;
    private Optional<String> fingerprint = Optional.empty();
    private Optional<Integer> tokens = Optional.empty();

    CardReader(Path source, TrustedScripts scripts) {
        this.source = source;
        this.scripts = scripts;
    }

    CheckpointCard read() {
        if (Files.isDirectory(source)) {
            FILES.forEach(name -> addFile(source.resolve(name)));
            if (Files.isRegularFile(source.resolve("model.json"))) {
                flavour = Flavour.REGION;
                attempt(() -> CheckpointReader.read(source.resolve("model.safetensors")))
                        .ifPresent(this::list);
            } else {
                folder();
            }
        } else if (Files.isRegularFile(source)) {
            addFile(source);
            attempt(() -> scripts.read(source)).ifPresent(weights -> {
                list(weights.stateDict());
                attempt(() -> StateDict.of(weights)).ifPresent(this::bareWeights);
            });
        } else {
            refusals.add("there is no such folder or file");
        }
        return new CheckpointCard(
                source, flavour, files, fingerprint, architecture, tokens, tensors, unused, List.copyOf(refusals));
    }

    private void folder() {
        Optional<CheckpointFolder> opened = attempt(() -> CheckpointFolder.open(source, scripts::read));
        if (opened.isEmpty()) {
            weightsAlone();
            return;
        }
        CheckpointFolder folder = opened.get();
        fingerprint = Optional.of(folder.fingerprint().sha256());
        tokens = Optional.of(folder.vocabulary().size());
        list(folder.weights().stateDict());
        attempt(() -> StateDict.of(folder.weights())).ifPresent(dict -> {
            flavour = flavour(dict, folder.geneMeans().isPresent());
            WeightFacts.of(dict).describe(architecture);
            attempt(() -> ScgptConfig.of(folder)).ifPresent(config -> {
                ScgptWeights weights = ScgptWeights.read(dict, config);
                unused = weights.ignored();
                refusals.addAll(dict.faults());
                architecture.put("heads", String.valueOf(config.heads()));
            });
        });
    }

    /** A folder that does not open may still hold weights that can be listed. */
    private void weightsAlone() {
        for (String name : List.of("best_model.pt", "best_model.safetensors")) {
            Path file = source.resolve(name);
            if (Files.isRegularFile(file) && tensors.isEmpty()) {
                try {
                    Checkpoint weights = scripts.read(file);
                    list(weights.stateDict());
                    StateDict dict = StateDict.of(weights);
                    flavour = flavour(dict, false);
                    WeightFacts.of(dict).describe(architecture);
                } catch (InputException e) {
                    if (!refusals.contains(e.getMessage())) {
                        refusals.add(e.getMessage());
                    }
                }
            }
        }
    }

    private void bareWeights(StateDict dict) {
        flavour = flavour(dict, false);
        WeightFacts.of(dict).describe(architecture);
        refusals.add("a single weight file has no vocab.json and args.json beside it; give the folder");
    }

    private static Flavour flavour(StateDict dict, boolean geneMeans) {
        if (!dict.has("encoder.embedding.weight")) {
            return Flavour.UNKNOWN;
        }
        boolean spatial =
                geneMeans || dict.has("decoder.moe.gate.gate.weight") || dict.has("impute_mvc_decoder.W.weight");
        return spatial ? Flavour.SCGPT_SPATIAL : Flavour.SCGPT;
    }

    private void list(Checkpoint weights) {
        List<StoredTensor> listed = new ArrayList<>();
        for (NamedTensor tensor : weights.tensors().values()) {
            listed.add(new StoredTensor(
                    tensor.name(),
                    Arrays.stream(tensor.shape()).boxed().toList(),
                    tensor.storedType(),
                    tensor.storedBytes()));
        }
        tensors = listed;
    }

    private void addFile(Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            files.add(new StoredFile(
                    String.valueOf(file.getFileName()),
                    Files.size(file),
                    Fingerprint.ofFile(file).sha256()));
        } catch (IOException e) {
            refusals.add("cannot read " + file + ": " + e.getMessage());
        }
    }

    private <T> Optional<T> attempt(Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (InputException | ResourceException e) {
            if (!refusals.contains(e.getMessage())) {
                refusals.add(e.getMessage());
            }
            return Optional.empty();
        }
    }
}
