package io.spatho.cli.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page of one command: arguments, options with their defaults, exit codes. */
final class CommandPage {

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

    static String summary(CommandSpec command) {
        return Markdown.plain(String.join(" ", command.usageMessage().description()));
    }

    String text() {
        Markdown page = new Markdown()
                .paragraph(ReferencePages.MARKER)
                .heading(1, command.qualifiedName())
                .paragraph(summary(command))
                .code(synopsis());
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
            if (option.required() && !option.hidden()) {
                words.add(option.shortestName() + " " + option.paramLabel());
            }
        }
        words.add("[options]");
        return String.join(" ", words);
    }

    private static String value(ArgSpec argument) {
        String label = argument.arity().max() > 1 ? argument.paramLabel() + "..." : argument.paramLabel();
        return argument.arity().min() == 0 ? "[" + label + "]" : label;
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
                .filter(option -> !option.hidden())
                .map(OptionWords::of)
                .map(words -> List.of(words.names(), words.meaning(), words.standard()))
                .toList();
        page.heading(2, "Options").table(List.of("option", "meaning", "default"), rows);
    }

    private void exitCodes(Markdown page) {
        Map<String, String> own = command.usageMessage().exitCodeList();
        Map<String, String> codes =
                own.isEmpty() ? command.root().usageMessage().exitCodeList() : own;
        List<List<String>> rows = codes.entrySet().stream()
                .map(entry -> List.of(entry.getKey().strip(), Markdown.plain(entry.getValue())))
                .toList();
        page.heading(2, "Exit codes").table(List.of("code", "meaning"), rows);
    }
}
