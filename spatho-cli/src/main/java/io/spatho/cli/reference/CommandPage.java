package io.spatho.cli.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page of one command: arguments, options with their defaults, exit codes. */
final class CommandPage {

    /** Options of every command, which the list of commands names once. */
    static final Set<String> COMMON = Set.of("--help", "--version", "--debug");

    private final CommandSpec command;

    CommandPage(CommandSpec command) {
        this.command = command;
    }

    /** The commands below and including one that help shows, each once, in the order of help. */
    static Stream<CommandSpec> visible(CommandSpec command) {
        Stream<CommandSpec> below = command.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .filter(child -> !child.usageMessage().hidden())
                .flatMap(CommandPage::visible);
        return Stream.concat(Stream.of(command), below);
    }

    /** The name of the page: words of the command joined by hyphens. */
    static String fileName(CommandSpec command) {
        return command.qualifiedName("-") + ".md";
    }

    /** What the command does, without the lines that are laid out by hand. */
    static String summary(CommandSpec command) {
        return Markdown.plain(lines(command)
                .takeWhile(line -> !line.startsWith("  "))
                .collect(Collectors.joining(" "))
                .replaceAll(":$", "."));
    }

    private static Stream<String> lines(CommandSpec command) {
        return Arrays.stream(command.usageMessage().description());
    }

    String text() {
        Markdown page = new Markdown()
                .paragraph(ReferencePages.MARKER)
                .heading(1, command.qualifiedName())
                .paragraph(summary(command));
        String laidOut =
                lines(command).dropWhile(line -> !line.startsWith("  ")).collect(Collectors.joining("\n"));
        if (!laidOut.isEmpty()) {
            page.code(laidOut);
        }
        page.code(synopsis());
        below(page);
        arguments(page);
        options(page);
        exitCodes(page);
        return page.toString();
    }

    private String synopsis() {
        List<String> words = new ArrayList<>(List.of(command.qualifiedName()));
        if (visible(command).count() > 1) {
            words.add("COMMAND");
        }
        command.positionalParameters().forEach(argument -> words.add(value(argument)));
        for (OptionSpec option : command.options()) {
            if (OptionWords.isNeeded(option) && !option.hidden()) {
                words.add(option.shortestName() + " " + OptionWords.label(option));
            }
        }
        words.add("[options]");
        return String.join(" ", words);
    }

    private static String value(ArgSpec argument) {
        String label = OptionWords.label(argument);
        String several = argument.arity().max() > 1 ? label + "..." : label;
        return argument.arity().min() == 0 ? "[" + several + "]" : several;
    }

    private void below(Markdown page) {
        List<List<String>> rows = visible(command)
                .skip(1)
                .map(child -> List.of("[" + child.qualifiedName() + "](" + fileName(child) + ")", summary(child)))
                .toList();
        if (!rows.isEmpty()) {
            page.heading(2, "Commands").table(List.of("command", "what it does"), rows);
        }
    }

    private void arguments(Markdown page) {
        List<List<String>> rows = command.positionalParameters().stream()
                .filter(argument -> !argument.hidden())
                .map(OptionWords::of)
                .map(words -> List.of(words.names(), words.meaning()))
                .toList();
        if (!rows.isEmpty()) {
            page.heading(2, "Arguments").table(List.of("argument", "meaning"), rows);
        }
    }

    private void options(Markdown page) {
        List<List<String>> rows = command.options().stream()
                .filter(option -> !option.hidden() && !COMMON.contains(option.longestName()))
                .map(OptionWords::of)
                .map(words -> List.of(words.names(), words.meaning(), words.standard()))
                .toList();
        if (!rows.isEmpty()) {
            page.heading(2, "Options").table(List.of("option", "meaning", "default"), rows);
        }
    }

    private void exitCodes(Markdown page) {
        if (command == command.root()) {
            return;
        }
        List<List<String>> own = codes(command);
        page.heading(2, "Exit codes").table(List.of("code", "meaning"), own);
        page.paragraph(
                own.isEmpty()
                        ? "As [of every command](../README.md#exit-codes)."
                        : "Others as [of every command](../README.md#exit-codes).");
    }

    /** The exit codes that a command says of itself. */
    static List<List<String>> codes(CommandSpec command) {
        return command.usageMessage().exitCodeList().entrySet().stream()
                .map(entry -> List.of(entry.getKey().strip(), Markdown.plain(entry.getValue())))
                .toList();
    }
}
