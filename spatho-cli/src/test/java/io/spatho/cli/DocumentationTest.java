package io.spatho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.cli.DocumentedCommands.Shown;
import io.spatho.cli.reference.ReferenceFolder;
import io.spatho.cli.reference.ReferencePages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Holds the pages that people read against the program that they are about. */
class DocumentationTest {

    private static final Path ROOT =
            Path.of(System.getProperty("spatho.root")).toAbsolutePath().normalize();
    private static final Path REFERENCE = ROOT.resolve("docs/reference");
    private static final String RENEW =
            "mvn -B -q -DskipTests package && ./spatho generate-reference -o docs/reference";
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    private static Map<String, String> made() {
        return ReferencePages.of(SpathoCommand.line().getCommandSpec(), ROOT.resolve("docs/schemas"));
    }

    @Test
    void everyCommandThatAPageShowsExists() {
        List<Shown> shown = new ArrayList<>();
        DocumentedCommands.pages(ROOT).stream()
                .filter(page -> !page.startsWith(REFERENCE))
                .forEach(page -> shown.addAll(DocumentedCommands.of(ROOT, page)));
        CommandLine line = SpathoCommand.line().setDefaultValueProvider(argument -> null);
        allowPlaceholders(line);
        List<String> wrong = new ArrayList<>();
        shown.forEach(command -> {
            String problem = problem(line, command);
            if (!problem.isEmpty()) {
                wrong.add(command + "\n    " + problem);
            }
        });
        assertThat(shown).hasSizeGreaterThan(50);
        assertThat(wrong).as("commands that spatho would not take").isEmpty();
    }

    /** Why a line would not be taken; empty when it would. */
    private static String problem(CommandLine line, Shown shown) {
        if (shown.isWhole()) {
            try {
                line.parseArgs(shown.words().toArray(String[]::new));
                return "";
            } catch (ParameterException e) {
                return String.valueOf(e.getMessage());
            }
        }
        return problemOfBeginning(line, shown.words());
    }

    /** A command in the middle of a sentence may leave out what it needs, but names commands and options that exist. */
    private static String problemOfBeginning(CommandLine line, List<String> words) {
        CommandLine command = line;
        for (String word : words) {
            CommandLine below = command.getSubcommands().get(word);
            if (below != null) {
                command = below;
            } else if (command == line && !word.startsWith("-") && !word.equals("COMMAND")) {
                return "no such command: " + word;
            } else if (word.matches("--?[a-z].*")
                    && command.getCommandSpec().findOption(word.split("=", 2)[0]) == null) {
                return command.getCommandSpec().qualifiedName() + " has no option " + word;
            }
        }
        return "";
    }

    /** Placeholders such as N stand where numbers do. */
    private static void allowPlaceholders(CommandLine line) {
        line.registerConverter(int.class, text -> isPlaceholder(text) ? 0 : Integer.valueOf(text));
        line.registerConverter(Integer.class, text -> isPlaceholder(text) ? 0 : Integer.valueOf(text));
        line.registerConverter(long.class, text -> isPlaceholder(text) ? 0L : Long.valueOf(text));
        line.registerConverter(double.class, text -> isPlaceholder(text) ? 0d : Double.valueOf(text));
        line.registerConverter(Double.class, text -> isPlaceholder(text) ? 0d : Double.valueOf(text));
    }

    private static boolean isPlaceholder(String text) {
        return text.matches("[A-Z_]+");
    }

    @Test
    void everyLinkLeadsToAFile() {
        List<String> broken = new ArrayList<>();
        for (Path page : DocumentedCommands.pages(ROOT)) {
            for (String line : DocumentedCommands.lines(page)) {
                Matcher matcher = LINK.matcher(line);
                while (matcher.find()) {
                    String target = matcher.group(1);
                    if (!target.contains(":") && !Files.exists(page.resolveSibling(target))) {
                        broken.add(ROOT.relativize(page) + ": " + target);
                    }
                }
            }
        }
        assertThat(broken).as("links to files that are not there").isEmpty();
    }

    @Test
    void theReferenceIsWhatTheProgramSays() {
        Map<String, String> made = made();
        Map<String, String> kept = new ReferenceFolder(REFERENCE).pages();

        Set<String> stale = new TreeSet<>(made.keySet());
        stale.addAll(kept.keySet());
        stale.removeIf(page -> Objects.equals(made.get(page), kept.get(page)));
        assertThat(stale)
                .as("pages of docs/reference that are out of date; to renew them: " + RENEW)
                .isEmpty();
    }

    @Test
    void everyFieldOfADocumentHasAMeaning() {
        List<String> without = new ArrayList<>();
        made().forEach((page, text) -> Arrays.stream(text.split("\n", -1))
                .filter(line -> page.startsWith("schemas/") && line.startsWith("| `") && line.endsWith("|  |"))
                .forEach(line -> without.add(page + ": " + line)));
        assertThat(without).as("fields whose schema has no description").isEmpty();
    }
}
