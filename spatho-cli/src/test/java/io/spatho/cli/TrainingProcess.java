package io.spatho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A training in a Java process of its own, which a test can kill between two savings of its state. */
record TrainingProcess(Process process, Path out) {

    /** Starts {@code spatho WORDS}, which trains into {@code out}; what it prints goes to a file beside that folder. */
    static TrainingProcess start(Path out, List<Object> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.spatho.cli.Main"));
        words.forEach(word -> command.add(word.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.resolveSibling(out.getFileName() + ".log").toFile())
                .start();
        return new TrainingProcess(process, out);
    }

    /** When the state of the training was last replaced, as a number; 0 before it is there. */
    static long saved(Path out) throws IOException {
        for (String folder : List.of("training", "training/expression")) {
            Path state = out.resolve(folder).resolve("state.safetensors");
            if (Files.exists(state)) {
                return Files.getLastModifiedTime(state).to(TimeUnit.NANOSECONDS);
            }
        }
        return 0;
    }

    /** Waits until the state was saved later than {@code after}, or the process ended. */
    TrainingProcess awaitSavingAfter(long after) throws Exception {
        while (process.isAlive() && saved(out) <= after) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return this;
    }

    /** Kills the process, which must have left a state. */
    void kill() throws Exception {
        process.destroyForcibly().waitFor();
        assertThat(saved(out)).as("killed before it was done").isPositive();
    }

    /** Asks the process to end, as a batch system does. */
    TrainingProcess tellToEnd() {
        process.destroy();
        return this;
    }

    /** The exit status of the process. */
    int finish() throws InterruptedException {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
