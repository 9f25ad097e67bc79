package io.spatho.stgpt.histology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.tiff.OmeTiffWriter;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.InputException;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.histology.encoder.Encoders;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.histology.tile.FieldPixels;
import io.spatho.stgpt.histology.tile.Tiling;
import io.spatho.stgpt.histology.tile.TissueSlide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of features: same bytes for any number of threads and after a kill, and what a reader makes of it. */
class EncodeToolTest {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 700;

    @TempDir
    static Path shared;

    private static TissueSlide slide;
    private static Tiling tiling;

    @TempDir
    Path temp;

    @BeforeAll
    static void make() throws IOException {
        Path file = shared.resolve("slide.ome.tif");
        try (Workers workers = new Workers(2)) {
            OmeTiffWriter.write(
                    file,
                    new OmeTiffWriter.Settings(WIDTH, HEIGHT, 0.5, 256, 0.9f),
                    (from, to) -> {
                        byte[] rgb = new byte[3 * WIDTH * (to - from)];
                        for (int at = 0; at < rgb.length; at += 3) {
                            int x = at / 3 % WIDTH;
                            int y = from + at / 3 / WIDTH;
                            boolean isTissue = Math.hypot(x - 500, y - 350) < 300;
                            boolean isNucleus = isTissue && Math.hypot(x % 40 - 20, y % 40 - 20) < 8;
                            rgb[at] = (byte) (isNucleus ? 80 : isTissue ? 200 - x / 20 : 245);
                            rgb[at + 1] = (byte) (isNucleus ? 60 : isTissue ? 130 + y / 20 : 245);
                            rgb[at + 2] = (byte) (isNucleus ? 140 : isTissue ? 190 : 245);
                        }
                        return rgb;
                    },
                    workers);
            slide = TissueSlide.alone(Slide.open(file), workers);
        }
        tiling = Tiling.grid(slide, 12, 8, 0.6);
        assertThat(tiling.tiles().size()).isGreaterThan(600);
    }

    @AfterAll
    static void close() {
        slide.close();
    }

    private static List<Evidence> encode(Path out, TileEncoder encoder, boolean normalized, int threads) {
        EncodeTool tool = new EncodeTool();
        try (Workers workers = new Workers(threads)) {
            FolderStore store = new FolderStore(out, new ParquetTables(), "run_test");
            ToolContext context = new ToolContext(tool.id(), List.of(), store, workers, 0, Progress.SILENT);
            tool.run(
                    new EncodeTool.Request(slide, "0".repeat(64), tiling, encoder, List.of(8.0, 32.0), normalized),
                    context);
            return context.collectedEvidence();
        }
    }

    /** Dies after some batches, as a killed process would. */
    private record Dying(TileEncoder inner, AtomicInteger left) implements TileEncoder {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public List<String> features() {
            return inner.features();
        }

        @Override
        public int pixels(double fieldUm) {
            return inner.pixels(fieldUm);
        }

        @Override
        public double fieldUm() {
            return inner.fieldUm();
        }

        @Override
        public int batch() {
            return inner.batch();
        }

        @Override
        public DenseMatrix encode(List<FieldPixels> fields) {
            if (left.decrementAndGet() < 0) {
                throw new IllegalStateException("killed");
            }
            return inner.encode(fields);
        }

        @Override
        public Optional<ModelReference> model() {
            return inner.model();
        }

        @Override
        public String fingerprint() {
            return inner.fingerprint();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void threadsAndAKillDoNotChangeAByte() throws IOException {
        TileEncoder encoder = Encoders.handcrafted(0.5);
        Path whole = temp.resolve("whole");
        List<Evidence> evidence = encode(whole, encoder, true, 2);
        assertThat(evidence).hasSize(1);
        Path killed = temp.resolve("killed");
        int firstBlock = (512 + encoder.batch() - 1) / encoder.batch();
        Dying dying = new Dying(encoder, new AtomicInteger(firstBlock + 3));
        assertThatThrownBy(() -> encode(killed, dying, true, 1)).hasMessage("killed");
        assertThat(files(killed)).containsExactly("000000.parquet");
        Dying counting = new Dying(encoder, new AtomicInteger(1_000_000));
        encode(killed, counting, true, 1);
        int all = 2 * ((tiling.tiles().size() - 512 + encoder.batch() - 1) / encoder.batch()) + 2 * firstBlock;
        assertThat(1_000_000 - counting.left().get()).isEqualTo(all - firstBlock);
        assertThat(Files.readAllBytes(killed.resolve(TileFeatures.PATH)))
                .isEqualTo(Files.readAllBytes(whole.resolve(TileFeatures.PATH)));
        assertThat(files(killed)).containsExactly("encoder.json", "features.parquet");
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void blocksOfAnotherEncoderAreNotTaken() throws IOException {
        Path out = temp.resolve("out");
        TileEncoder one = Encoders.handcrafted(0.5);
        assertThatThrownBy(() -> encode(out, new Dying(one, new AtomicInteger(40)), false, 1))
                .hasMessage("killed");
        encode(out, Encoders.handcrafted(0.25), false, 2);
        Path fresh = temp.resolve("fresh");
        encode(fresh, Encoders.handcrafted(0.25), false, 2);
        assertThat(Files.readAllBytes(out.resolve(TileFeatures.PATH)))
                .isEqualTo(Files.readAllBytes(fresh.resolve(TileFeatures.PATH)));
    }

    @Test
    void theTableIsReadBackByScale() {
        TileEncoder encoder = Encoders.handcrafted(0.5);
        encode(temp, encoder, false, 2);
        TileFeatures features = TileFeatures.read(temp.resolve(TileFeatures.PATH));
        assertThat(features.scales()).containsExactly(8.0, 32.0);
        assertThat(features.names()).isEqualTo(encoder.features());
        assertThat(features.tileIds()).hasSize(tiling.tiles().size());
        assertThat(features.at(32).rows()).isEqualTo(tiling.tiles().size());
        assertThat(features.at(8).values()).isNotEqualTo(features.at(32).values());
        String last = features.tileIds()[features.tileIds().length - 1];
        assertThat(features.rowsOf(new String[] {last, "none"})).containsExactly(features.tileIds().length - 1, -1);
        assertThatThrownBy(() -> features.at(16)).hasMessageContaining("16.0");
    }

    @Test
    void anotherTableIsRefused() {
        Path file = temp.resolve("other.parquet");
        Table table = Table.ofRows(1).with("tile_id", new Column.Strings(new String[] {"a"}));
        try (var sink = new ParquetTables().create(file, java.util.Map.of(), table)) {
            sink.append(table);
        }
        assertThatThrownBy(() -> TileFeatures.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a table of tile features");
    }
}
