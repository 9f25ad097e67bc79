package io.spatho.stgpt.hest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HEST layout, written as HEST writes it. */
class HestTest {

    @TempDir
    Path temp;

    private Path patches(long... shape) {
        Path file = temp.resolve("S1.h5");
        int bytes = 1;
        for (long extent : shape) {
            bytes *= (int) extent;
        }
        byte[] pixels = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            pixels[i] = (byte) i;
        }
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            writer.root().unsignedBytes("img", pixels, shape);
            writer.root().longs("coords", new long[] {10, 20, 30, 40}, 2, 2);
            writer.root().strings("barcode", new String[] {"AA-1", "CC-1"}, 2, 1);
            writer.finish();
        }
        return file;
    }

    @Test
    void patchesAreReadAsTheyAre() {
        try (Workers workers = new Workers(1);
                HestPatches patches = HestPatches.open(patches(2, 4, 4, 3), workers)) {
            assertThat(patches.size()).isEqualTo(2);
            assertThat(patches.barcodes()).containsExactly("AA-1", "CC-1");
            assertThat(patches.columns()).containsExactly(10, 30);
            assertThat(patches.rows()).containsExactly(20, 40);
            assertThat(patches.read(1, 2)).hasSize(1);
            assertThat(patches.read(1, 2).get(0).rgb()[0]).isEqualTo((byte) 48);
            assertThat(patches.read(0, 2).get(1).rgb())
                    .isEqualTo(patches.read(1, 2).get(0).rgb());
            assertThat(patches.read(0, 1).get(0).umPerPixel()).isEqualTo(0.5);
        }
    }

    @Test
    void anotherShapeIsRefused() {
        Path file = patches(2, 4, 3, 4);
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> HestPatches.open(file, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("img")
                    .hasMessageContaining("[2, 4, 3, 4]");
        }
    }

    @Test
    void splitsNameSamplesInsideTheFolder() throws IOException {
        Files.createDirectories(temp.resolve("splits"));
        String header = "sample_id,patches_path,expr_path\n";
        Files.writeString(temp.resolve("splits/train_0.csv"), header + "A,patches/A.h5,adata/A.h5ad\n");
        Files.writeString(temp.resolve("splits/test_0.csv"), header + "B,patches/B.h5,adata/B.h5ad\n");
        Files.writeString(temp.resolve("var_50genes.json"), "{\"genes\": [\"EPCAM\", \"VIM\"]}");
        HestSplit split = HestSplit.read(temp).get(0);
        assertThat(split.train()).extracting(HestSplit.Sample::id).containsExactly("A");
        assertThat(split.test().get(0).expression()).endsWithRaw(Path.of("adata", "B.h5ad"));
        assertThat(HestSplit.genes(temp)).containsExactly("EPCAM", "VIM");
        Files.writeString(temp.resolve("splits/test_0.csv"), header + "A,patches/A.h5,adata/A.h5ad\n");
        assertThatThrownBy(() -> HestSplit.read(temp)).hasMessageContaining("in training and in test");
        Files.writeString(temp.resolve("splits/test_0.csv"), header + "B,../B.h5,adata/B.h5ad\n");
        assertThatThrownBy(() -> HestSplit.read(temp)).hasMessageContaining("out of the task's folder");
        Files.writeString(temp.resolve("splits/test_0.csv"), header + "../B,patches/B.h5,adata/B.h5ad\n");
        assertThatThrownBy(() -> HestSplit.read(temp)).hasMessageContaining("cannot be the name of a file");
        assertThatThrownBy(() -> HestSplit.read(temp.resolve("splits"))).hasMessageContaining("splits/train_0.csv");
    }
}
