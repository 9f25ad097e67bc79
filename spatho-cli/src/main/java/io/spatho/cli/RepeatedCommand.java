package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line behind the effective configuration of a run. */
final class RepeatedCommand {

    /** Keys of the configuration that say which command it was. */
    private static final Set<String> OTHERS = Set.of("stage", "study");

    private final JsonNode config;
    private final Path manifest;
    private final List<Path> inputs;
    private final List<String> verb;
    private final CommandSpec made;

    /**
     * The command that a configuration names.
     *
     * @param root the {@code spatho} command
     * @param config the configuration
     * @param manifest where it was read, for messages
     * @param inputs where the files lie that it names without their folders
     */
    RepeatedCommand(CommandSpec root, JsonNode config, Path manifest, List<Path> inputs) {
        this.config = config;
        this.manifest = manifest;
        this.inputs = inputs;
        this.verb = verb(root, config);
        CommandLine command = root.commandLine();
        for (String word : verb) {
            command = command.getSubcommands().getOrDefault(word, command);
        }
        this.made = command.getCommandSpec();
    }

    private static List<String> verb(CommandSpec root, JsonNode config) {
        if (config.has("stage")) {
            return List.of("analyze", config.path("stage").asText());
        }
        if (!config.has("study")) {
            return List.of("run");
        }
        List<String> study = List.of(config.path("study").asText().split(" ", -1));
        return root.subcommands().containsKey(study.get(0)) ? study : List.of("stgpt", study.get(0));
    }

    /** Whether the command has an option. */
    boolean takes(String option) {
        return made.findOption(option) != null;
    }

    /** The words of the command on a case, with every option that can change a result. */
    List<String> words(Path source) {
        List<String> line = new ArrayList<>(verb);
        line.add(source.toString());
        ((ObjectNode) config).properties().forEach(entry -> {
            if (!OTHERS.contains(entry.getKey()) && !entry.getKey().endsWith("_sha256")) {
                line.addAll(words(entry.getKey(), entry.getValue()));
            }
        });
        return line;
    }

    private List<String> words(String key, JsonNode value) {
        String name = "--" + key.replace('_', '-');
        OptionSpec option = made.findOption(name);
        if (option == null) {
            throw new InputException(Problem.of("this version has no option " + name)
                    .at(manifest)
                    .fix("Use the version that made the run"));
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(item.asText()));
        if (!value.isArray()) {
            texts.add(value.asText());
        }
        boolean file =
                option.typeInfo().getType() == Path.class || option.typeInfo().getAuxiliaryTypes()[0] == Path.class;
        if (!file) {
            return texts.stream().map(text -> name + "=" + text).toList();
        }
        return texts.stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(wanted -> name + "=" + named(name, wanted))
                .toList();
    }

    private Path named(String option, String wanted) {
        return inputs.stream()
                .filter(path -> RunSettings.name(path).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new UsageException(Problem.of("the run read " + wanted + " (" + option + ")")
                        .fix("Say where it is with --input")));
    }
}
