package io.spatho.anndata.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.dataset.Platform;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the folder {@code fixtures} and the generator together: each fixture is made again and compared. */
final class FixturesTest {

    private static final Path FIXTURES = Path.of(System.getProperty("spatho.root"), "fixtures");

    @TempDir
    Path folder;

    @Test
    void xeniumMini() throws IOException {
        check(
                "xenium-mini",
                Platform.XENIUM,
                SyntheticOptions.of(2_000, 140, 17).withSlide(true),
                400_000);
        SameContent.assertSameFile(
                folder.resolve("xenium-mini-regions.geojson"), FIXTURES.resolve("xenium-mini-regions.geojson"));
        for (String name :
                List.of("xenium-mini-he.ome.tif", "xenium-mini-he-alignment.csv", "xenium-mini-he-keypoints.csv")) {
            SameContent.assertSameFile(folder.resolve(name), FIXTURES.resolve(name));
            assertThat(Files.size(FIXTURES.resolve(name))).isLessThan(400_000);
        }
    }

    @Test
    void visiumMini() throws IOException {
        check("visium-mini", Platform.VISIUM, SyntheticOptions.of(600, 400, 17), 700_000);
    }

    @Test
    void visiumHdMini() throws IOException {
        check("visium-hd-mini", Platform.VISIUM_HD, SyntheticOptions.of(3_000, 300, 17), 700_000);
    }

    private void check(String name, Platform platform, SyntheticOptions options, long largest) throws IOException {
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(platform, options, folder.resolve(name), workers);
        }
        Path fixture = FIXTURES.resolve(name);
        SameContent.assertSameContent(folder.resolve(name), fixture);
        SameContent.assertSameFile(folder.resolve(name + "-truth.csv"), FIXTURES.resolve(name + "-truth.csv"));
        List<String> files = SameContent.files(fixture);
        long bytes = 0;
        for (String file : files) {
            bytes += Files.size(fixture.resolve(file));
        }
        assertThat(bytes).isLessThan(largest);
        assertThat(Files.readString(FIXTURES.resolve("README.md")))
                .contains("fixtures/" + name)
                .contains("--cells " + options.observations())
                .contains("--genes " + options.genes())
                .contains("--seed " + options.seed());
    }
}
