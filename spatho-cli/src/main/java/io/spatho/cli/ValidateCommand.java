package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.validate.Validation;
import io.spatho.anndata.validate.Violation;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.text.Words;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho validate CASE|RUN}: checks a case, or a run and its case, against the contract. */
@Command(
        name = "validate",
        description = "Check a case or a run folder against the contract; exit code 3 when it is broken.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

    private static final int BAD_INPUT = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CASE|RUN",
            description = "A case in an h5ad file or a Zarr store, or the output folder of a run.")
    private Path path;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Mixin
    private ValidationChoice choice;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        Validation validation;
        try (Workers workers = new Workers(threads.count())) {
            validation = Validation.of(path, workers);
        }
        boolean valid = validation.isValid(choice.isStrict());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(CanonicalJson.line(toJson(validation, valid)));
        } else {
            validation.violations().forEach(violation -> out.println(violation.line()));
            validation.counts().forEach((rule, count) -> {
                long listed = validation.violations().stream()
                        .filter(violation -> violation.rule() == rule)
                        .count();
                if (count > listed) {
                    out.println(rule.code() + ": " + (count - listed) + " more");
                }
            });
            out.println((valid ? "valid" : "not valid") + ": "
                    + Words.count(validation.counts().size(), "rule") + " broken");
        }
        return valid ? 0 : BAD_INPUT;
    }

    private static ObjectNode toJson(Validation validation, boolean valid) {
        ObjectNode node = CanonicalJson.object();
        node.put("valid", valid);
        ObjectNode counts = node.putObject("counts");
        validation.counts().forEach((rule, count) -> counts.put(rule.code(), count));
        ArrayNode list = node.putArray("violations");
        for (Violation violation : validation.violations()) {
            list.addObject()
                    .put("code", violation.rule().code())
                    .put("severity", violation.rule().severity().id())
                    .put("rule", violation.rule().meaning())
                    .put("place", violation.place())
                    .put("expected", violation.expected())
                    .put("found", violation.found())
                    .put("remedy", violation.rule().remedy());
        }
        return node;
    }
}
