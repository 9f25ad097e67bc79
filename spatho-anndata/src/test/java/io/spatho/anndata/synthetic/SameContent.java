package io.spatho.anndata.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.SameTable;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.tree.ArrayTree;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/** Compares bundles file by file: what compressed files hold, and the bytes of all others. */
final class SameContent {

    private SameContent() {}

    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    static void assertSameBytes(Path actual, Path expected) throws IOException {
        assertThat(files(actual)).isEqualTo(files(expected));
        for (String name : files(expected)) {
            assertThat(Files.mismatch(actual.resolve(name), expected.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
    }

    static void assertSameContent(Path actual, Path expected) throws IOException {
        assertThat(files(actual)).isEqualTo(files(expected));
        for (String name : files(expected)) {
            assertSameFile(actual.resolve(name), expected.resolve(name));
        }
    }

    static void assertSameFile(Path actual, Path expected) throws IOException {
        String name = expected.toString();
        if (name.endsWith(".gz")) {
            assertThat(inflated(actual)).as(name).isEqualTo(inflated(expected));
        } else if (name.endsWith(".parquet")) {
            SameTable.check(new ParquetTables().read(actual), new ParquetTables().read(expected));
        } else if (name.endsWith(".h5")) {
            assertSameHdf5(actual, expected);
        } else if (name.endsWith(".png")) {
            assertSamePicture(actual, expected);
        } else {
            assertThat(Files.mismatch(actual, expected)).as(name).isEqualTo(-1);
        }
    }

    private static byte[] inflated(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static void assertSamePicture(Path actual, Path expected) throws IOException {
        BufferedImage a = ImageIO.read(actual.toFile());
        BufferedImage b = ImageIO.read(expected.toFile());
        assertThat(a.getWidth()).isEqualTo(b.getWidth());
        assertThat(a.getHeight()).isEqualTo(b.getHeight());
        int width = a.getWidth();
        int height = a.getHeight();
        assertThat(a.getRGB(0, 0, width, height, null, 0, width))
                .as(expected.toString())
                .isEqualTo(b.getRGB(0, 0, width, height, null, 0, width));
    }

    private static void assertSameHdf5(Path actual, Path expected) {
        try (Hdf5Source a = Hdf5Source.open(actual);
                Hdf5Source b = Hdf5Source.open(expected)) {
            assertSameObject(a, b, "/");
        }
    }

    private static void assertSameObject(Hdf5Source a, Hdf5Source b, String path) {
        assertThat(new TreeSet<>(a.attributes(path))).as(path).isEqualTo(new TreeSet<>(b.attributes(path)));
        assertThat(a.text(path, "metadata_json")).isEqualTo(b.text(path, "metadata_json"));
        if (b.isGroup(path)) {
            assertThat(a.children(path)).as(path).isEqualTo(b.children(path));
            for (String child : b.children(path)) {
                assertSameObject(a, b, path.equals("/") ? "/" + child : path + "/" + child);
            }
            return;
        }
        assertThat(a.kind(path)).as(path).isEqualTo(b.kind(path));
        assertThat(a.shape(path)).as(path).isEqualTo(b.shape(path));
        if (b.kind(path) == ArrayTree.Kind.TEXT) {
            assertThat(a.strings(path)).as(path).isEqualTo(b.strings(path));
        } else {
            assertThat(a.longs(path)).as(path).isEqualTo(b.longs(path));
        }
    }
}
