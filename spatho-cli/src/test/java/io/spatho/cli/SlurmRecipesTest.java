package io.spatho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The bodies of the Slurm scripts, array task after array task, with a launcher that writes down what it is asked. */
@DisabledOnOs(OS.WINDOWS)
final class SlurmRecipesTest {

    private static final Path RECIPES = Path.of(System.getProperty("spatho.root"), "docs", "recipes", "slurm")
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path temp;

    private Path launcher;
    private Path asked;

    @BeforeEach
    void makeLauncher() throws IOException {
        launcher = temp.resolve("spatho");
        asked = temp.resolve("asked.txt");
        Files.writeString(launcher, """
                #!/bin/sh
                echo "$*" >> '%s'
                case "$*" in
                  *broken*) exit 3 ;;
                esac
                """.formatted(asked));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.writeString(temp.resolve("cases.txt"), "# two slides\n/data/one/outs\n\n/data/two.h5ad\n/data/broken\n");
    }

    private int run(String script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        String[] words = new String[arguments.length + 2];
        words[0] = "bash";
        words[1] = RECIPES.resolve(script).toString();
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(Arrays.asList(words))
                .directory(temp.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLURM") || name.startsWith("CUDA"));
        builder.environment().put("SPATHO", launcher.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private List<String> asked() throws IOException {
        return Files.exists(asked) ? Files.readAllLines(asked, StandardCharsets.UTF_8) : List.of();
    }

    @Test
    void everyTaskOfAnArrayRunsItsOwnCase() throws IOException, InterruptedException {
        for (String task : List.of("1", "2")) {
            Map<String, String> slurm = Map.of("SLURM_ARRAY_TASK_ID", task, "SLURM_CPUS_PER_TASK", "4");
            assertThat(run("case.sbatch", slurm, "cases.txt", "out", "--seed", "3"))
                    .isZero();
            assertThat(run("export.sbatch", slurm, "cases.txt", "model", "exported"))
                    .isZero();
            assertThat(run("train.sbatch", slurm, "cases.txt", "models")).isZero();
        }
        assertThat(asked())
                .containsExactly(
                        "run /data/one/outs --seed 3 -o out/one --threads 4 --resume",
                        "stgpt export /data/one/outs --checkpoint model -o exported/one --threads 4 --resume",
                        "stgpt train /data/one/outs --device cpu -o models/one --threads 4 --resume",
                        "run /data/two.h5ad --seed 3 -o out/two --threads 4 --resume",
                        "stgpt export /data/two.h5ad --checkpoint model -o exported/two --threads 4 --resume",
                        "stgpt train /data/two.h5ad --device cpu -o models/two --threads 4 --resume");
    }

    @Test
    void aFailureKeepsItsExitCodeAndATaskWithoutACaseIsAUsageError() throws IOException, InterruptedException {
        assertThat(run("case.sbatch", Map.of("SLURM_ARRAY_TASK_ID", "3"), "cases.txt", "out"))
                .isEqualTo(3);
        assertThat(run("case.sbatch", Map.of("SLURM_ARRAY_TASK_ID", "4"), "cases.txt", "out"))
                .isEqualTo(2);
    }

    @Test
    void whatIsFinishedIsVerifiedAndWhatWasCutOffIsResumed() throws IOException, InterruptedException {
        Files.createDirectories(temp.resolve("out/one"));
        Files.createFile(temp.resolve("out/one/evidence_manifest.json"));
        Files.createDirectories(temp.resolve("out/two"));
        Files.createFile(temp.resolve("out/two/audit.jsonl"));
        for (String task : List.of("1", "2")) {
            assertThat(run("case.sbatch", Map.of("SLURM_ARRAY_TASK_ID", task), "cases.txt", "out"))
                    .isZero();
        }
        assertThat(asked()).containsExactly("verify out/one", "run /data/two.h5ad -o out/two --threads 1 --resume");
    }

    @Test
    void theCohortTakesEveryRun() throws IOException, InterruptedException {
        Files.writeString(temp.resolve("cases.txt"), "/data/one/outs\n/data/two.h5ad\n");

        assertThat(run("cohort.sbatch", Map.of(), "cases.txt", "out", "together", "--correction", "mnn"))
                .isZero();
        assertThat(asked()).containsExactly("cohort out/one out/two --correction mnn -o together --threads 1 --resume");
    }

    @Test
    void aCaseInShardsIsPutTogetherFromAllOfThem() throws IOException, InterruptedException {
        for (String task : List.of("1", "2")) {
            Map<String, String> slurm = Map.of("SLURM_ARRAY_TASK_ID", task, "SLURM_CPUS_PER_TASK", "4");
            assertThat(run("shard.sbatch", slurm, "/data/large", "2", "out/large", "model", "--seed", "3"))
                    .isZero();
        }
        assertThat(run("merge.sbatch", Map.of(), "/data/large", "2", "out/large", "model", "--input", "slide.tif"))
                .isZero();
        assertThat(asked())
                .containsExactly(
                        "run /data/large --checkpoint model --shard 1/2 --seed 3 -o out/large.shards/1-of-2 --threads 4 --resume",
                        "run /data/large --checkpoint model --shard 2/2 --seed 3 -o out/large.shards/2-of-2 --threads 4 --resume",
                        "merge out/large.shards/1-of-2 out/large.shards/2-of-2 --case /data/large --input model"
                                + " --input slide.tif -o out/large --threads 1 --resume");
    }
}
