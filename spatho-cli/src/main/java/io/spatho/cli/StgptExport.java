package io.spatho.cli;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;

/**
 * {@code spatho stgpt export} for Java programs: from a configuration and a checkpoint to the artifacts that consumers of stGPT read.
 *
 * <p>The same command does the work, so that bytes, manifest and errors are those of the command line. Cost: that of the analysis of the
 * case and of its embedding.
 */
public final class StgptExport {

    private static final int CELLS_AT_ONCE = 32;

    private StgptExport() {}

    /** As {@link #exportSpathoArtifacts(Path, Path, Path, int, String)}, 32 cells at once, on a GPU where there is one. */
    public static Path exportSpathoArtifacts(Path config, Path checkpoint, Path outputFolder) {
        return exportSpathoArtifacts(config, checkpoint, outputFolder, CELLS_AT_ONCE, "auto");
    }

    /**
     * Embeds the case that a configuration names and writes region, cell and structure artifacts with their manifest.
     *
     * @param config YAML with the key {@code case} and any option of {@code spatho stgpt export}
     * @param checkpoint the folder of the model
     * @param outputFolder the folder to make
     * @param batchSize most cells that go through the checkpoint at once, at least 1
     * @param device auto, cpu, cuda or cuda:N
     * @return the folder
     * @throws io.spatho.core.error.SpathoException what the command would say in one line, with its exit code
     */
    public static Path exportSpathoArtifacts(
            Path config, Path checkpoint, Path outputFolder, int batchSize, String device) {
        AtomicReference<RuntimeException> trouble = new AtomicReference<>();
        PrintWriter silent = new PrintWriter(Writer.nullWriter());
        CommandLine line = SpathoCommand.line(new SpathoCommand(), (failure, command, parsed) -> {
            trouble.set(failure instanceof RuntimeException known ? known : new IllegalStateException(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        line.setOut(silent).setErr(silent);
        line.setParameterExceptionHandler((refused, words) -> {
            trouble.set(new UsageException(Problem.of(refused.getMessage()).at(config)));
            return CommandLine.ExitCode.USAGE;
        });
        line.execute(
                "stgpt",
                "export",
                "--config=" + config,
                "--checkpoint=" + checkpoint,
                "--output=" + outputFolder,
                "--batch-size=" + batchSize,
                "--device=" + device);
        if (trouble.get() != null) {
            throw trouble.get();
        }
        return outputFolder;
    }
}
