package io.spatho.stgpt.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.StrictJson;
import io.spatho.stgpt.tokens.GeneMeans;
import io.spatho.stgpt.tokens.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A scGPT or scGPT-spatial model folder: {@code vocab.json}, {@code args.json}, {@code best_model.pt} (or
 * {@code best_model.safetensors}) and, for scGPT-spatial, {@code all_dict_mean_std.csv}.
 *
 * @param directory the folder
 * @param vocabulary gene symbols and special tokens by id
 * @param arguments the network's settings
 * @param weights the weights, as read
 * @param geneMeans the corpus mean of each gene, which only scGPT-spatial folders have
 * @param fingerprint a digest over the names and digests of the files above: the model's fingerprint
 */
public record CheckpointFolder(
        Path directory,
        Vocabulary vocabulary,
        ModelArguments arguments,
        Checkpoint weights,
        Optional<GeneMeans> geneMeans,
        Fingerprint fingerprint) {

    private static final String VOCABULARY = "vocab.json";
    private static final String ARGUMENTS = "args.json";
    private static final String GENE_MEANS = "all_dict_mean_std.csv";
    private static final long LARGEST_JSON = 32L << 20;
    private static final List<String> WEIGHTS = List.of("best_model.pt", "best_model.safetensors");

    /**
     * Reads a model folder whole.
     *
     * @throws ResourceException when there is no such folder
     * @throws InputException when a file is missing, broken or contradicts another
     */
    public static CheckpointFolder open(Path directory) {
        return open(directory, CheckpointReader::read);
    }

    /** Reads a model folder whose weight file is read in a way of the caller's. */
    public static CheckpointFolder open(Path directory, Function<Path, Checkpoint> reader) {
        if (!Files.isDirectory(directory)) {
            throw new ResourceException(Problem.of("there is no such checkpoint folder")
                    .at(directory)
                    .fix("Give a folder with vocab.json, args.json and best_model.pt."));
        }
        Path vocabularyFile = required(directory, VOCABULARY);
        Path argumentsFile = required(directory, ARGUMENTS);
        Path weightsFile = WEIGHTS.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> missing(directory, WEIGHTS.get(0)));
        requireSmall(vocabularyFile);
        requireSmall(argumentsFile);
        ModelArguments arguments = ModelArguments.read(argumentsFile);
        Vocabulary vocabulary = vocabulary(vocabularyFile, arguments.padToken());
        Path means = directory.resolve(GENE_MEANS);
        boolean spatial = Files.isRegularFile(means);
        Optional<GeneMeans> geneMeans =
                spatial ? Optional.of(GeneMeans.read(means, vocabulary.size())) : Optional.empty();
        List<Path> files = spatial
                ? List.of(vocabularyFile, argumentsFile, weightsFile, means)
                : List.of(vocabularyFile, argumentsFile, weightsFile);
        Fingerprint fingerprint = fingerprint(files);
        return new CheckpointFolder(
                directory, vocabulary, arguments, reader.apply(weightsFile), geneMeans, fingerprint);
    }

    private static Vocabulary vocabulary(Path file, String padToken) {
        JsonNode object = StrictJson.read(file);
        if (!object.isObject()) {
            throw new InputException(
                    Problem.of("the vocabulary is not a JSON object").at(file));
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            JsonNode id = entry.getValue();
            if (!id.isIntegralNumber() || !id.canConvertToInt()) {
                throw new InputException(Problem.of("a token has no whole number as its id")
                        .at(file + ", key " + entry.getKey())
                        .expected("a whole number", id));
            }
            ids.put(entry.getKey(), id.intValue());
        });
        return Vocabulary.of(ids, padToken, file.toString());
    }

    private static void requireSmall(Path file) {
        try {
            if (Files.size(file) > LARGEST_JSON) {
                throw new InputException(Problem.of("the JSON file is too large")
                        .at(file)
                        .expected("at most " + LARGEST_JSON + " bytes", Files.size(file)));
            }
        } catch (IOException e) {
            throw new InputException(Problem.of("the file cannot be read").at(file), e);
        }
    }

    private static Fingerprint fingerprint(List<Path> files) {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            try {
                text.append(file.getFileName()).append('\t');
                text.append(Fingerprint.ofFile(file).sha256()).append('\n');
            } catch (IOException e) {
                throw new InputException(Problem.of("the file cannot be read").at(file), e);
            }
        }
        return Fingerprint.ofText(text.toString());
    }

    private static Path required(Path directory, String name) {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw missing(directory, name);
        }
        return file;
    }

    private static InputException missing(Path directory, String name) {
        return new InputException(Problem.of("the checkpoint folder lacks " + name)
                .at(directory)
                .expected("vocab.json, args.json and best_model.pt", "no " + name)
                .fix("Download the model folder again, or give its path."));
    }
}
