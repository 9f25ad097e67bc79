package io.spatho.cli.mcp;

import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The five tools that write, each as the command of the same work: what it leaves is a folder as the command leaves it. Every value is
 * joined to its option by an equals sign and every path is absolute, so that no text of a client becomes an option.
 */
final class WritingTools {

    /** Their names. */
    static final Set<String> NAMES = Set.of(
            "embed_cells", "impute_region_panel", "evaluate_checkpoint", "package_model", "export_spatho_artifacts");

    private final NamedRoots roots;
    private final int threads;
    private final CommandRunner commands;

    WritingTools(NamedRoots roots, int threads, CommandRunner commands) {
        this.roots = roots;
        this.threads = threads;
        this.commands = commands;
    }

    /** Writes below the folder that may be written to. */
    ToolAnswer answer(String tool, ToolArguments arguments) {
        Path output = roots.toMake(arguments.text("output"));
        List<String> words = new ArrayList<>();
        words.add("stgpt");
        switch (tool) {
            case "embed_cells" -> embed(arguments, words);
            case "impute_region_panel" -> impute(arguments, words);
            case "evaluate_checkpoint" -> evaluate(arguments, words);
            case "package_model" -> packed(arguments, words);
            case "export_spatho_artifacts" -> export(arguments, words);
            default -> throw new IllegalArgumentException(tool);
        }
        arguments.requireNoOther();
        words.add("--output=" + output);
        execute(words);
        return ToolAnswer.ofFolder(output);
    }

    private void embed(ToolArguments arguments, List<String> words) {
        words.add("embed");
        words.add(roots.existing(arguments.text("case")).toString());
        words.add("--checkpoint=" + roots.existing(arguments.text("checkpoint")));
        words.add("--batch-size=" + arguments.integer("batch_size", 1, 65_536, 32));
        computing(arguments, words);
    }

    private void impute(ToolArguments arguments, List<String> words) {
        words.add("impute");
        words.add(roots.existing(arguments.text("case")).toString());
        arguments.optionalText("reference").map(roots::existing).ifPresent(path -> words.add("--reference=" + path));
        for (String gene : arguments.texts("genes")) {
            if (gene.indexOf(',') >= 0) {
                throw ToolArguments.refused("genes", "names without a comma", gene);
            }
            words.add("--genes=" + gene);
        }
        words.add(String.format(Locale.ROOT, "--level=%s", arguments.number("level", 0.5, 0.99, 0.9)));
        computing(arguments, words);
    }

    private void evaluate(ToolArguments arguments, List<String> words) {
        words.add("evaluate");
        words.add(roots.existing(arguments.text("case")).toString());
        arguments.optionalText("checkpoint").map(roots::existing).ifPresent(path -> words.add("--checkpoint=" + path));
        words.add("--split=" + arguments.optionalText("split").orElse("spatial_block"));
        computing(arguments, words);
    }

    private void packed(ToolArguments arguments, List<String> words) {
        words.add("package");
        words.add(roots.existing(arguments.text("checkpoint")).toString());
        words.add("--licence=" + arguments.text("licence"));
        arguments.optionalText("name").ifPresent(name -> words.add("--model-name=" + name));
        arguments.optionalText("evaluation").map(roots::existing).ifPresent(path -> words.add("--evaluation=" + path));
    }

    private void export(ToolArguments arguments, List<String> words) {
        words.add("export");
        boolean finished = arguments.has("run");
        if (finished == arguments.has("case")) {
            throw ToolArguments.refused("run, case", "one of the two", finished ? "both" : "none");
        }
        words.add(roots.existing(arguments.text(finished ? "run" : "case")).toString());
        arguments.optionalText("checkpoint").map(roots::existing).ifPresent(path -> words.add("--checkpoint=" + path));
        long batch = arguments.integer("batch_size", 1, 65_536, 32);
        if (arguments.has("checkpoint")) {
            words.add("--batch-size=" + batch);
        }
        computing(arguments, words);
    }

    private void computing(ToolArguments arguments, List<String> words) {
        words.add("--device=" + arguments.optionalText("device").orElse("auto"));
        words.add("--seed=" + arguments.seed());
        words.add("--threads=" + threads);
    }

    private void execute(List<String> words) {
        StringWriter err = new StringWriter();
        int code = commands.execute(
                new PrintWriter(new StringWriter()), new PrintWriter(err, true), words.toArray(String[]::new));
        if (code == 0) {
            return;
        }
        String line = err.toString()
                .lines()
                .filter(text -> text.startsWith("spatho: "))
                .reduce((first, second) -> second)
                .map(text -> text.substring("spatho: ".length()))
                .orElse("the command failed");
        Problem problem = Problem.of(line);
        throw code == 5 ? new ResourceException(problem) : new UsageException(problem);
    }
}
