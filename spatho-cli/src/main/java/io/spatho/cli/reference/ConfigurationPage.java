package io.spatho.cli.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The keys of a configuration file, with the commands that take each. */
final class ConfigurationPage {

    private static final String OPTION = "--config";
    private static final int MOST_NAMES = 4;

    private final CommandSpec root;

    ConfigurationPage(CommandSpec root) {
        this.root = root;
    }

    /** A key with what is said of it; the same option of several commands may differ in words or default. */
    private record Entry(String key, OptionWords words) {}

    String text() {
        Markdown page = new Markdown()
                .paragraph(ReferencePages.MARKER)
                .heading(1, "Configuration file")
                .paragraph(
                        "`--config FILE` names a YAML file of keys and values: the key `n_neighbors` sets the default of"
                                + " `--n-neighbors`. What stands on the command line wins. A key that the command does not have is"
                                + " refused with exit code 2, and so is a key that stands twice. Several values of one key are joined"
                                + " by commas in one text. A run writes what it used to `config.effective.yaml`.")
                .code("seed: 7\nresolution_sweep: \"0.5,1.0\"\nmin_region_cells: 20")
                .paragraph("Keys that several commands share stand first.");
        keysByCommands().entrySet().stream()
                .sorted(Comparator.comparing(group -> -group.getKey().size()))
                .forEach(group -> addGroup(page, group.getKey(), group.getValue()));
        return page.toString();
    }

    private static void addGroup(Markdown page, List<String> commands, List<Entry> entries) {
        String names = String.join(", ", commands);
        if (commands.size() <= MOST_NAMES) {
            page.heading(2, "Keys of " + names);
        } else {
            page.heading(2, "Keys of " + commands.size() + " commands").paragraph("Of " + names + ":");
        }
        page.table(List.of("key", "meaning", "default"), rows(entries));
    }

    private Map<List<String>, List<Entry>> keysByCommands() {
        Map<Entry, List<String>> commandsByKey = new LinkedHashMap<>();
        CommandPage.visible(root)
                .filter(command -> command.findOption(OPTION) != null)
                .forEach(command -> command.options().stream()
                        .filter(ConfigurationPage::hasKey)
                        .map(option -> new Entry(OptionWords.key(option), OptionWords.of(option)))
                        .forEach(entry -> commandsByKey
                                .computeIfAbsent(entry, any -> new ArrayList<>())
                                .add(command.qualifiedName()
                                        .substring(root.name().length() + 1))));
        Map<List<String>, List<Entry>> groups = new LinkedHashMap<>();
        commandsByKey.forEach((entry, commands) ->
                groups.computeIfAbsent(commands, any -> new ArrayList<>()).add(entry));
        return groups;
    }

    private static boolean hasKey(OptionSpec option) {
        return !option.hidden()
                && !OPTION.equals(option.longestName())
                && !CommandPage.COMMON.contains(option.longestName());
    }

    private static List<List<String>> rows(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(Entry::key))
                .map(entry -> List.of(
                        Markdown.inline(entry.key()),
                        entry.words().meaning(),
                        entry.words().standard()))
                .toList();
    }
}
