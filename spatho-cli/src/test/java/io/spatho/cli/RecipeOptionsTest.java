package io.spatho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The options that the recipes for Slurm and Nextflow write are options of the commands that they call. */
class RecipeOptionsTest {

    private static final Path RECIPES = Path.of(System.getProperty("spatho.root"), "docs", "recipes");
    private static final Pattern OPTION = Pattern.compile("(?<=[ \"'])--[a-z][a-z-]*");
    private static final List<List<String>> COMMANDS = List.of(
            List.of("run"),
            List.of("merge"),
            List.of("cohort"),
            List.of("verify"),
            List.of("stgpt", "export"),
            List.of("stgpt", "train"));
    private static final Set<String> KNOWN = known();

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(List.of("--version", "--array"));
        CommandLine root = new CommandLine(new SpathoCommand());
        for (List<String> words : COMMANDS) {
            CommandLine command = root;
            for (String word : words) {
                command = command.getSubcommands().get(word);
            }
            known.addAll(command.getCommandSpec().optionsMap().keySet());
        }
        return known;
    }

    static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.walk(RECIPES)) {
            return files.filter(file -> file.toString().endsWith(".sbatch")
                            || file.endsWith("common.sh")
                            || file.toString().contains("modules") && file.endsWith("main.nf"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyOptionOfARecipeExists(Path recipe) throws IOException {
        for (String line : Files.readAllLines(recipe)) {
            Matcher option = OPTION.matcher(line.startsWith("#SBATCH") ? "" : line);
            while (option.find()) {
                assertThat(KNOWN).as(line).contains(option.group());
            }
        }
    }
}
