package io.spatho.cli;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.run.Journal;
import io.spatho.core.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the evidence of a run that was finished. */
final class FinishedRun {

    private FinishedRun() {}

    static List<Evidence> evidence(Path run) {
        if (!Files.isRegularFile(run.resolve(RunFolder.MANIFEST))) {
            throw new InputException(Problem.of("no finished run")
                    .at(run)
                    .fix("Name the output folder of a run, or finish the run with --resume"));
        }
        return Journal.read(run).evidence();
    }
}
