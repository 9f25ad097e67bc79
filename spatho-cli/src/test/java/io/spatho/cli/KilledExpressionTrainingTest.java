package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static io.spatho.cli.PublishedSchemas.requireValid;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho histology train} in half precision, killed in a process of its own and resumed, ends with the same bytes. */
class KilledExpressionTrainingTest {

    @TempDir
    Path temp;

    @Test
    void resumedItEndsWithTheSameBytes() throws Exception {
        EncodedSlide slide = EncodedSlide.make(200, temp);
        Object[] half = {"--patience", 0, "--precision", "bfloat16"};
        Path killed = temp.resolve("killed");
        List<Object> words = slide.words("train", 100, killed, half);
        TrainingProcess.start(killed, words).awaitSavingAfter(0).kill();
        assertThat(killed.resolve("evidence_manifest.json")).doesNotExist();
        Path whole = temp.resolve("whole");
        var done = spatho(slide.words("train", 100, whole, half).toArray());
        assertThat(done.exitCode()).as(done.err()).isZero();
        Object[] again = {"--patience", 0, "--precision", "bfloat16", "--resume", "--threads", 1};
        var resumed = spatho(slide.words("train", 100, killed, again).toArray());
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("goes on after step");
        assertThat(digests(killed, "run_log.json")).isEqualTo(digests(whole, "run_log.json"));
        requireValid("expression_training", killed.resolve("histology/expression/training.json"));
    }
}
