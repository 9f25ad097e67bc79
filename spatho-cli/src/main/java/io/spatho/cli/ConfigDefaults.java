package io.spatho.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the defaults of options from the YAML file named by {@code --config}: the key {@code n_neighbors} is the default of
 * {@code --n-neighbors}. What stands on the command line wins; a key that no option has is refused.
 */
final class ConfigDefaults implements IDefaultValueProvider {

    private static final String OPTION = "--config";

    private Path read;
    private Map<String, String> values = Map.of();

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.longestName().equals(OPTION)) {
            return null;
        }
        return configFile(option.command())
                .map(file -> valuesOf(file, option.command()).get(option.longestName()))
                .orElse(null);
    }

    /** The file must be known before options get their defaults, so it is looked up in the raw arguments. */
    private static Optional<Path> configFile(CommandSpec command) {
        CommandLine root = command.root().commandLine();
        CommandLine.ParseResult parsed = root.getParseResult();
        Iterator<String> arguments = parsed == null
                ? Set.<String>of().iterator()
                : parsed.originalArgs().iterator();
        while (arguments.hasNext()) {
            String argument = arguments.next();
            if (argument.equals(OPTION) && arguments.hasNext()) {
                return Optional.of(Path.of(arguments.next()));
            }
            if (argument.startsWith(OPTION + "=")) {
                return Optional.of(Path.of(argument.substring(OPTION.length() + 1)));
            }
        }
        return Optional.empty();
    }

    private Map<String, String> valuesOf(Path file, CommandSpec command) {
        if (!file.equals(read)) {
            values = parse(file, command);
            read = file;
        }
        return values;
    }

    private static Map<String, String> parse(Path file, CommandSpec command) {
        Map<String, String> parsed = new TreeMap<>();
        JsonNode document = tree(file);
        if (!document.isObject()) {
            throw new InputException(
                    Problem.of("configuration is not a list of keys and values").at(file));
        }
        document.properties().forEach(entry -> {
            String option = "--" + entry.getKey().replace('_', '-');
            if (command.findOption(option) == null || option.equals(OPTION)) {
                throw new UsageException(Problem.of("unknown key in configuration")
                        .at(file + ", key " + entry.getKey())
                        .expected(expectedKeys(entry.getKey(), command), entry.getKey())
                        .fix(command.qualifiedName() + " --help names every option; a key is its name with _ for -"));
            }
            if (!entry.getValue().isNull()
                    && parsed.put(
                                    command.findOption(option).longestName(),
                                    entry.getValue().asText())
                            != null) {
                throw new UsageException(Problem.of("two keys in the configuration mean the same option")
                        .at(file + ", key " + entry.getKey())
                        .fix("Keep one of them"));
            }
        });
        return parsed;
    }

    private static String expectedKeys(String key, CommandSpec command) {
        List<String> nearest = NearestNames.of(key, knownKeys(command));
        return nearest.isEmpty() ? "the name of an option" : String.join(" or ", nearest);
    }

    private static Set<String> knownKeys(CommandSpec command) {
        Set<String> keys = new TreeSet<>();
        for (OptionSpec option : command.options()) {
            for (String name : option.names()) {
                if (name.startsWith("--")) {
                    keys.add(name.substring(2).replace('-', '_'));
                }
            }
        }
        return keys;
    }

    private static YAMLMapper mapper() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(Limit.JSON_DEPTH.intValue())
                .build();
        return new YAMLMapper(YAMLFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
    }

    private static JsonNode tree(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InputException(
                        Problem.of("there is no such configuration file").at(file));
            }
            Limit.CONFIG_BYTES.require(Files.size(file), "the configuration file is too large", file);
            JsonNode tree = mapper().readTree(Files.readAllBytes(file));
            if (tree == null || tree.isMissingNode()) {
                throw new InputException(
                        Problem.of("the configuration file is empty").at(file));
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new InputException(
                    Problem.of("not valid YAML: " + e.getOriginalMessage()).at(file), e);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read configuration: " + e.getMessage()).at(file), e);
        }
    }
}
