package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Writes the seeds beside the fuzz tests anew, when asked to: docs/fuzzing.md. */
class SeedsTest {

    private static final String RESOURCES = "spatho-cli/src/test/resources/io/spatho/cli/fuzz";

    @TempDir
    Path temp;

    @Test
    @EnabledIfSystemProperty(named = "spatho.writeSeeds", matches = "true")
    void everySeedLiesWhereItsFuzzTestLooks() throws IOException {
        Path folder = Path.of(System.getProperty("spatho.root")).resolve(RESOURCES);
        for (Map.Entry<String, byte[]> seed : Seeds.all(temp).entrySet()) {
            Path file = folder.resolve(seed.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, seed.getValue());
            assertThat(file).isNotEmptyFile();
        }
    }
}
