package io.spatho.cli;

import io.spatho.cli.reference.ReferenceFolder;
import io.spatho.cli.reference.ReferencePages;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho generate-reference -o docs/reference}: renews the pages that are made from commands and schemas. */
@Command(
        name = "generate-reference",
        hidden = true,
        description = "Write the pages of the reference from the commands and the schemas.",
        mixinStandardHelpOptions = true)
final class GenerateReferenceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The folder of the pages; pages that are no longer made are deleted.")
    private Path output;

    @Option(
            names = "--schemas",
            paramLabel = "DIR",
            defaultValue = "docs/schemas",
            description = "The folder of the JSON Schemas (default: ${DEFAULT-VALUE}).")
    private Path schemas;

    @Override
    public Integer call() {
        Map<String, String> pages = ReferencePages.of(spec.root(), schemas);
        new ReferenceFolder(output).write(pages);
        spec.commandLine().getOut().println(pages.size() + " pages in " + output);
        return 0;
    }
}
