package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.review.Corrections;
import io.spatho.core.table.Table;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho corrections RUN -o FILE}: the labels that people corrected, to train on. */
@Command(
        name = "corrections",
        description = "Write the labels that people corrected as rows of regions and cells to fine-tune on; exit code 3"
                + " when there are none.",
        mixinStandardHelpOptions = true)
final class CorrectionsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The output folder of a finished run.")
    private Path run;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file to make: .parquet or .jsonl.")
    private Path output;

    @Override
    public Integer call() {
        String name = RunSettings.name(output).toLowerCase(Locale.ROOT);
        boolean parquet = name.endsWith(".parquet");
        if (!parquet && !name.endsWith(".jsonl")) {
            throw new UsageException(Problem.of("the output's name does not say its format")
                    .at(output)
                    .expected("a name that ends in .parquet or .jsonl", name));
        }
        if (Files.exists(output)) {
            throw new UsageException(Problem.of("the output exists").at(output).fix("Name another file with -o"));
        }
        ReviewedRun reviewed = ReviewedRun.read(run);
        ParquetTables tables = new ParquetTables();
        Table corrections = Corrections.of(reviewed.state(), path -> {
            Path file = run.resolve(path);
            return Files.isRegularFile(file) ? Optional.of(tables.read(file)) : Optional.empty();
        });
        if (parquet) {
            Path folder = output.toAbsolutePath().getParent();
            new FolderStore(folder, tables, reviewed.runId())
                    .table(RunSettings.name(output), Origin.MEASURED, corrections);
        } else {
            writeLines(corrections);
        }
        spec.commandLine().getOut().println(output);
        return 0;
    }

    private void writeLines(Table corrections) {
        DurableFiles.write(output, file -> {
            try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                for (int row = 0; row < corrections.rows(); row++) {
                    ObjectNode node = CanonicalJson.object();
                    for (String column : corrections.names()) {
                        node.put(column, corrections.column(column).text(row));
                    }
                    writer.write(CanonicalJson.line(node) + "\n");
                }
            }
        });
    }
}
