package io.spatho.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho cohort CASE CASE ... -o OUT}: several cases as one run. */
@Command(
        name = "cohort",
        description = "Bring several cases or finished runs together: vectors aligned across slides, joint structures,"
                + " compositions over slides, and what the alignment cost.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CohortCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CASE",
            arity = "2..*",
            description = "Finished runs (their folders), or cases that were not run: bundles or h5ad files.")
    private List<Path> cases;

    @Mixin
    private RunTarget target;

    @Mixin
    private CohortOptions options;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        options.require();
        CohortRun run = new CohortRun(
                options, threads.count(), new ConsoleProgress(spec.commandLine().getErr()));
        target.print(
                run.execute(cases, target.output, target.existing(), target.key()),
                spec.commandLine().getOut());
        return 0;
    }
}
