package io.spatho.stgpt.scgpt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.nn.TrustedScripts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a checkpoint is, and what keeps it from being used: the result of {@code spatho stgpt inspect}.
 *
 * @param source the folder or file
 * @param flavour which model family it is of
 * @param files the files that make it up
 * @param fingerprint the digest that a run's manifest names, for a complete folder
 * @param architecture the network's sizes and parts by name, as far as they are known
 * @param tokens the number of tokens of the vocabulary, the special ones included, where there is one
 * @param tensors every tensor of the weight file
 * @param unused tensors that no part of the network uses, such as classifiers of the training run
 * @param refusals why it would be refused, one sentence each; none for a checkpoint that loads
 */
public record CheckpointCard(
        Path source,
        Flavour flavour,
        List<StoredFile> files,
        Optional<String> fingerprint,
        Map<String, String> architecture,
        Optional<Integer> tokens,
        List<StoredTensor> tensors,
        List<String> unused,
        List<String> refusals) {

    /** The family that a checkpoint belongs to. */
    public enum Flavour {
        /** scGPT: counts enter as they are. */
        SCGPT("scGPT"),
        /** scGPT-spatial: counts are scaled by gene means; experts and neighbourhoods. */
        SCGPT_SPATIAL("scGPT-spatial"),
        /** The region model that spatho trains itself. */
        REGION("spatho region model"),
        /** Weights of another network. */
        UNKNOWN("unknown");

        private final String words;

        Flavour(String words) {
            this.words = words;
        }

        /** The name for people. */
        public String words() {
            return words;
        }
    }

    /** One file of a checkpoint. */
    public record StoredFile(String name, long bytes, String sha256) {}

    /** One tensor of a weight file, with its number type by the name in safetensors. */
    public record StoredTensor(String name, List<Long> shape, String type, long bytes) {

        long parameters() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    public CheckpointCard {
        files = List.copyOf(files);
        tensors = List.copyOf(tensors);
        unused = List.copyOf(unused);
        refusals = List.copyOf(refusals);
    }

    /** Reads the card of a checkpoint folder or of a single weight file; never throws for what is wrong inside it. */
    public static CheckpointCard of(Path source) {
        return of(source, TrustedScripts.none());
    }

    /** The same where some TorchScript files are trusted. */
    public static CheckpointCard of(Path source, TrustedScripts scripts) {
        return new CardReader(source, scripts).read();
    }

    /** Whether {@code --checkpoint} would take it. */
    public boolean loads() {
        return refusals.isEmpty();
    }

    /** The numbers in all tensors together. */
    public long parameters() {
        return tensors.stream().mapToLong(StoredTensor::parameters).sum();
    }

    /** How many tensors are of each number type, by its name in safetensors. */
    public Map<String, Integer> types() {
        Map<String, Integer> types = new TreeMap<>();
        tensors.forEach(tensor -> types.merge(tensor.type(), 1, Integer::sum));
        return types;
    }

    /** The card as a document. */
    public ObjectNode document() {
        ObjectNode node = CanonicalJson.object();
        node.put("source", String.valueOf(source.getFileName()));
        node.put("flavour", flavour.words());
        node.put("loads", loads());
        fingerprint.ifPresent(value -> node.put("fingerprint", value));
        ArrayNode fileList = node.putArray("files");
        files.forEach(file -> fileList.addObject()
                .put("name", file.name())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256()));
        ObjectNode parts = node.putObject("architecture");
        architecture.forEach(parts::put);
        tokens.ifPresent(count -> node.put("vocabulary_tokens", count));
        node.put("tensor_count", tensors.size());
        node.put("parameters", parameters());
        ObjectNode typeCounts = node.putObject("types");
        types().forEach(typeCounts::put);
        ArrayNode tensorList = node.putArray("tensors");
        for (StoredTensor tensor : tensors) {
            ObjectNode entry = tensorList.addObject().put("name", tensor.name()).put("type", tensor.type());
            ArrayNode extents = entry.putArray("shape");
            tensor.shape().forEach(extents::add);
            entry.put("bytes", tensor.bytes());
        }
        ArrayNode unusedList = node.putArray("unused");
        unused.forEach(unusedList::add);
        ArrayNode refusalList = node.putArray("refusals");
        refusals.forEach(refusalList::add);
        return node;
    }
}
