package io.spatho.cli.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.registration.AlignmentMatrix;
import io.spatho.anndata.registration.KeypointFit;
import io.spatho.anndata.registration.Keypoints;
import io.spatho.anndata.registration.PlatformUnit;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs of each platform in which one file is hostile and the others are sound. The first byte chooses the file, the others are its
 * content.
 */
class PlatformFuzzTest {

    private static final Workers WORKERS = new Workers(1);

    @TempDir
    static Path shared;

    @FuzzTest(maxDuration = "2m")
    void merscope(byte[] bytes) throws IOException {
        one("merscope", MadeTables.merscope(), bytes);
    }

    @FuzzTest(maxDuration = "2m")
    void cosmx(byte[] bytes) throws IOException {
        one("cosmx", MadeTables.cosmx(), bytes);
    }

    /** Outlines as well-known binary in GeoParquet. */
    @FuzzTest(maxDuration = "2m")
    void wellKnownBinary(byte[] bytes) throws IOException {
        Path folder = folder("wkb");
        for (Map.Entry<String, byte[]> file : MadeTables.merscope().entrySet()) {
            Files.createDirectories(folder.resolve(file.getKey()).getParent());
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        MadeTables.boundaries(folder.resolve("cell_boundaries.parquet"), bytes);
        Hostile.holds(() -> everything(folder));
    }

    /** Archives of Xenium: the first byte chooses the archive, the second one of its entries. */
    @FuzzTest(maxDuration = "2m")
    void xeniumArchives(byte[] bytes) throws IOException {
        if (bytes.length < 2) {
            return;
        }
        Path folder = folder("xenium");
        int chosen = (bytes[0] & 0xff) % MadeXenium.archives().size();
        int number = 0;
        for (Map.Entry<String, Archive> archive : MadeXenium.archives().entrySet()) {
            int entry = (bytes[1] & 0xff) % archive.getValue().contents().size();
            byte[] content = Arrays.copyOfRange(bytes, 2, bytes.length);
            byte[] zip = archive.getValue().zip(number++ == chosen ? entry : -1, content);
            Files.write(folder.resolve(archive.getKey()), zip);
        }
        Hostile.holds(() -> everything(folder));
    }

    /** The description inside a feature slice file. */
    @FuzzTest(maxDuration = "2m")
    void featureSliceMetadata(byte[] bytes) throws IOException {
        Path folder = folder("slices");
        Path file = folder.resolve("feature_slice.h5");
        Files.deleteIfExists(file);
        MadeSlices.write(file, new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        Hostile.holds(() -> everything(folder));
    }

    @FuzzTest(maxDuration = "2m")
    void featureSlice(byte[] bytes) throws IOException {
        Path folder = folder("slice");
        Files.write(folder.resolve("feature_slice.h5"), bytes);
        Hostile.holds(() -> everything(folder));
    }

    @FuzzTest(maxDuration = "2m")
    void alignment(byte[] bytes) {
        Hostile.file("he_imagealignment.csv", bytes, file -> AlignmentMatrix.read(file, PlatformUnit.pixel(0.2125)));
    }

    @FuzzTest(maxDuration = "2m")
    void keypoints(byte[] bytes) {
        Hostile.file("keypoints.csv", bytes, file -> KeypointFit.fit(Keypoints.read(file, PlatformUnit.um()), file));
    }

    private static Path folder(String name) throws IOException {
        return Files.createDirectories(shared.resolve(name));
    }

    private static void one(String name, Map<String, byte[]> files, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        Path folder = folder(name);
        List<String> names = List.copyOf(files.keySet());
        String chosen = names.get((bytes[0] & 0xff) % names.size());
        for (String file : names) {
            byte[] content = file.equals(chosen) ? Arrays.copyOfRange(bytes, 1, bytes.length) : files.get(file);
            Files.createDirectories(folder.resolve(file).getParent());
            Files.write(folder.resolve(file), content);
        }
        Hostile.holds(() -> everything(folder));
    }

    private static void everything(Path folder) {
        SpatialDataset dataset = Bundles.open(folder, BundleOptions.of(WORKERS));
        dataset.counts();
        dataset.outlines().forEach(OutlineSource::read);
        dataset.molecules().ifPresent(molecules -> {
            molecules.forEachBatch(0, batch -> {});
            molecules.features();
        });
    }
}
