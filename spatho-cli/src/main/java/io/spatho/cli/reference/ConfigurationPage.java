package io.spatho.cli.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The keys of a configuration file, with the commands that take each. */
final class ConfigurationPage {

    private static final String OPTION = "--config";
    private static final Set<String> WITHOUT_KEY = Set.of(OPTION, "--help", "--version", "--debug");

    private final CommandSpec root;

    ConfigurationPage(CommandSpec root) {
        this.root = root;
    }

    /** A key with what is said of it; the same option of several commands may differ in words or default. */
    private record Entry(String key, OptionWords words) {}

    String text() {
        return new Markdown()
                .paragraph(ReferencePages.MARKER)
                .heading(1, "Configuration file")
                .paragraph(
                        "`--config FILE` names a YAML file of keys and values: the key `n_neighbors` sets the default of"
                                + " `--n-neighbors`. What stands on the command line wins. A key that the command does not have is"
                                + " refused with exit code 2, and so is a key that stands twice. Several values of one key are joined"
                                + " by commas in one text. A run writes what it used to `config.effective.yaml`.")
                .code("seed: 7\nresolution_sweep: \"0.5,1.0\"\nmin_region_cells: 20")
                .table(List.of("key", "meaning", "default", "commands"), rows())
                .toString();
    }

    private List<List<String>> rows() {
        Map<String, Map<OptionWords, Set<String>>> keys = new TreeMap<>();
        CommandPage.visible(root)
                .filter(command -> command.findOption(OPTION) != null)
                .forEach(command -> command.options().stream()
                        .filter(option -> !option.hidden() && !WITHOUT_KEY.contains(option.longestName()))
                        .map(ConfigurationPage::entry)
                        .forEach(entry -> keys.computeIfAbsent(entry.key(), any -> new LinkedHashMap<>())
                                .computeIfAbsent(entry.words(), any -> new LinkedHashSet<>())
                                .add(command.qualifiedName())));
        List<List<String>> rows = new ArrayList<>();
        keys.forEach((key, variants) -> variants.forEach((words, commands) -> rows.add(List.of(
                Markdown.inline(key),
                words.meaning(),
                words.standard(),
                commands.stream()
                        .map(name -> name.substring(root.name().length() + 1))
                        .collect(Collectors.joining(", "))))));
        return rows;
    }

    private static Entry entry(OptionSpec option) {
        return new Entry(OptionWords.key(option), OptionWords.of(option));
    }
}
