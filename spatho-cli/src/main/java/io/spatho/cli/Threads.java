package io.spatho.cli;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import picocli.CommandLine.Option;

/** The number of threads; it changes no result. */
final class Threads {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: one per processor); changes no result.")
    private int threads = Runtime.getRuntime().availableProcessors();

    int count() {
        if (threads < 1) {
            throw new UsageException(
                    Problem.of("impossible number of threads").at("--threads").expected("at least 1", threads));
        }
        return threads;
    }
}
