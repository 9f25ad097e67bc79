package io.spatho.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.UsageException;
import io.spatho.core.run.RunFolder.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunFolderTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource(
            value = Existing.class,
            names = {"RESUME", "REPLACE"})
    void aRunThatWasKilledBeforeItsFirstStepEndedIsTakenOver(Existing existing) throws IOException {
        Files.writeString(root.resolve(RunFolder.CONFIG), "seed: 0\n");
        Files.writeString(root.resolve("plan.json"), "{}");

        RunFolder.open(root, existing).close();
        assertThat(root.resolve("plan.json").toFile().exists()).isEqualTo(existing == Existing.RESUME);
    }

    @ParameterizedTest
    @EnumSource(Existing.class)
    void aFolderWithNothingButAnUnfinishedFileCountsAsEmpty(Existing existing) throws IOException {
        Path part = Files.writeString(root.resolve("." + RunFolder.CONFIG + ".1.part"), "seed");

        RunFolder.open(root, existing).close();
        assertThat(part).doesNotExist();
    }

    @Test
    void whatHoldsNoRunIsNotTakenOver() throws IOException {
        Files.writeString(root.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> RunFolder.open(root, Existing.REPLACE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("not empty");
        assertThat(root.resolve("notes.txt")).hasContent("mine");
    }
}
