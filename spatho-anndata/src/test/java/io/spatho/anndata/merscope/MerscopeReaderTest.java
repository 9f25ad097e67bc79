package io.spatho.anndata.merscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.TestFiles;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.bundle.Inspection;
import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.WKBWriter;

class MerscopeReaderTest {

    /** Ids of early software have more digits than any number type. */
    private static final String LONG_ID = "110883424764611924400221639916314253469";

    private static final String COUNTS =
            "cell,Gad1,Sst,Blank-1,BLANK-2\n" + LONG_ID + ",1,0,2,0\n2718281828459045235,0,5,0,1\n7,3,0,0,0\n";
    private static final String CELLS = ",fov,volume,center_x,center_y,min_x\n7,0,1.5,100.25,200.5,95\n"
            + "2718281828459045235,1,2.5,-4,8,0\n" + LONG_ID + ",1,3.5,10,20,5\n999,2,1,1,1,1\n";
    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    @TempDir
    Path folder;

    @BeforeEach
    void bundle() {
        TestFiles.write(folder.resolve("cell_by_gene.csv"), COUNTS);
        TestFiles.write(folder.resolve("cell_metadata.csv"), CELLS);
    }

    private <T> T with(java.util.function.Function<SpatialDataset, T> use) {
        try (Workers workers = new Workers(2)) {
            return use.apply(MerscopeReader.read(BundleFolder.open(folder), workers));
        }
    }

    private SpatialDataset read() {
        return with(dataset -> dataset);
    }

    @Test
    void countsPositionsAndBlanksAreRead() {
        assertThat(Bundles.detect(folder)).isEqualTo(Platform.MERSCOPE);
        SpatialDataset dataset = read();
        assertThat(dataset.cellIds()).containsExactly(LONG_ID, "2718281828459045235", "7");
        assertThat(dataset.panel().featureNames()).containsExactly("Gad1", "Sst");
        assertThat(dataset.counts().get(1, 1)).isEqualTo(5f);
        assertThat(dataset.modalities()).hasSize(1);
        assertThat(dataset.modalities().get(0).name()).isEqualTo("blank");
        assertThat(dataset.modalities().get(0).matrix().get(0, 0)).isEqualTo(2f);
        assertThat(dataset.xUm()).containsExactly(10, -4, 100.25);
        assertThat(dataset.yUm()).containsExactly(20, 8, 200.5);
        assertThat(dataset.obs().names()).containsExactly("cell_id", "fov", "volume", "min_x");
        assertThat(((Column.Ints) dataset.obs().column("fov")).values()).containsExactly(1, 1, 0);
        assertThat(dataset.metadata().pixelSizeUm()).isNaN();
        assertThat(dataset.metadata().warnings()).anyMatch(warning -> warning.startsWith("1 of 4 cells of the table"));
    }

    @Test
    void prefixesCompressionAndOtherNamesOfTheIdAreAccepted() throws IOException {
        Files.delete(folder.resolve("cell_by_gene.csv"));
        Files.delete(folder.resolve("cell_metadata.csv"));
        TestFiles.write(folder.resolve("S1R1_cell_by_gene.csv.gz"), COUNTS);
        TestFiles.write(
                folder.resolve("S1R1_cell_metadata.csv.gz"),
                "fov,EntityID,center_x,center_y\n0,7,1,2\n" + "0," + LONG_ID + ",3,4\n1,2718281828459045235,5,6\n");
        assertThat(read().xUm()).containsExactly(3, 5, 1);
    }

    @Test
    void theMosaicGivesThePixelSize() {
        TestFiles.write(
                folder.resolve("images/micron_to_mosaic_pixel_transform.csv"),
                "9.25926 0 -1000\n0 9.25926 500.5\n0 0 1\n");
        SpatialDataset dataset = read();
        assertThat(dataset.metadata().pixelSizeUm()).isCloseTo(0.108, within(1e-6));
        assertThat(dataset.metadata().transforms().get(0).y(0, 10)).isCloseTo(593.0926, within(1e-9));
        for (String bad : List.of("1 2 3", "1 0 0\n0 1 0\n0 1 1\n", "0 0 0 0 0 0 0 0 1", "a 0 0 0 1 0 0 0 1")) {
            TestFiles.write(folder.resolve("images/micron_to_mosaic_pixel_transform.csv"), bad);
            assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("pixel_transform");
        }
    }

    @Test
    void transcriptsAreStreamed() {
        TestFiles.write(
                folder.resolve("detected_transcripts.csv"),
                ",barcode_id,global_x,global_y,global_z,x,y,fov,gene,transcript_id,cell_id\n"
                        + "36,0,154.75,8197.5,2.0,1790.1,303.8,0,Sst,E1,7\n53,0,1,2,0,1,4,0,Gad1,E2,-1\n"
                        + "53,0,3,4,0,1,4,1,Sst,E1," + LONG_ID + "\n");
        with(dataset -> {
            List<MoleculeBatch> batches = new ArrayList<>();
            dataset.molecules().orElseThrow().forEachBatch(20, batches::add);
            MoleculeBatch batch = batches.get(0);
            assertThat(batch.size()).isEqualTo(3);
            assertThat(batch.observations()).containsExactly(2, -1, 0);
            assertThat(batch.xUm()).containsExactly(154.75f, 1f, 3f);
            assertThat(batch.zUm()).containsExactly(3f, 0f, 0f);
            assertThat(batch.ids()).containsExactly(0, 1, 2);
            assertThat(dataset.molecules().orElseThrow().features()).containsExactly("Sst", "Gad1");
            assertThat(batch.features()).containsExactly(0, 1, 0);
            return dataset;
        });
        TestFiles.write(folder.resolve("detected_transcripts.csv"), "gene,global_x,global_y\nA,1,\n");
        with(dataset -> {
            assertThat(dataset.metadata().warnings()).anyMatch(warning -> warning.contains("no cell_id"));
            assertThatThrownBy(() -> dataset.molecules().orElseThrow().forEachBatch(0, batch -> {}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("global_y of molecule 1");
            return dataset;
        });
    }

    private static Polygon square(double x, double y, double half) {
        return GEOMETRY.createPolygon(new Coordinate[] {
            new Coordinate(x - half, y - half),
            new Coordinate(x + half, y - half),
            new Coordinate(x + half, y + half),
            new Coordinate(x - half, y + half),
            new Coordinate(x - half, y - half)
        });
    }

    private record Row(long id, int plane, byte[] outline) {}

    private void boundaries(List<Row> rows) throws IOException {
        Path file = folder.resolve("cell_boundaries.parquet");
        Files.deleteIfExists(file);
        MessageType type = MessageTypeParser.parseMessageType(
                "message m { required int64 EntityID; optional int32 ZIndex; optional binary Geometry; }");
        SimpleGroupFactory factory = new SimpleGroupFactory(type);
        try (var writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .build()) {
            for (Row row : rows) {
                Group group = factory.newGroup().append("EntityID", row.id()).append("ZIndex", row.plane());
                group.add("Geometry", Binary.fromConstantByteArray(row.outline()));
                writer.write(group);
            }
        }
    }

    private static byte[] wkb(Geometry geometry) {
        return new WKBWriter().write(geometry);
    }

    @Test
    void boundariesOfTheMiddlePlaneAreTaken() throws IOException {
        Geometry two = GEOMETRY.createMultiPolygon(new Polygon[] {square(100, 200, 5), square(120, 200, 2)});
        boundaries(List.of(
                new Row(7, 0, wkb(square(100, 200, 1))),
                new Row(7, 3, wkb(two)),
                new Row(7, 6, wkb(square(100, 200, 9))),
                new Row(2718281828459045235L, 1, wkb(square(-4, 8, 3))),
                new Row(999, 3, wkb(square(1, 1, 3)))));
        Outlines outlines = with(dataset -> dataset.outlines().get(0).read());
        assertThat(outlines.observations()).containsExactly(1, 2, 2);
        assertThat(outlines.starts()).containsExactly(0, 4, 8, 12);
        assertThat(outlines.xUm()[4]).isEqualTo(95f);
        assertThat(outlines.yUm()[11]).isEqualTo(202f);
    }

    @Test
    void brokenOutlinesAreRefused() throws IOException {
        byte[] whole = wkb(square(1, 1, 1));
        Consumer<byte[]> refused = bytes -> {
            try {
                boundaries(List.of(new Row(7, 0, bytes)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            assertThatThrownBy(() -> with(dataset -> dataset.outlines().get(0).read()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("row 1");
        };
        for (int length = 0; length < whole.length; length += 7) {
            refused.accept(java.util.Arrays.copyOf(whole, length));
        }
        refused.accept(wkb(GEOMETRY.createPoint(new Coordinate(1, 2))));
        byte[] many = whole.clone();
        java.util.Arrays.fill(many, 5, 9, (byte) 0x7f);
        refused.accept(many);
        boundaries(List.of(new Row(7, -1, whole)));
        assertThatThrownBy(() -> with(dataset -> dataset.outlines().get(0).read()))
                .hasMessageContaining("a plane has no sensible number");
    }

    @Test
    void boundariesOfOlderSoftwareAreRead() throws IOException {
        Path file = folder.resolve("cell_boundaries/feature_data_0.hdf5");
        Files.createDirectories(file.getParent());
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            Hdf5Group cells = writer.root().group("featuredata");
            Hdf5Group seven = cells.group("7");
            seven.group("zIndex_0").group("p_0").doubles("coordinates", new double[] {0, 0, 1, 0, 1, 1}, 3, 2);
            seven.group("zIndex_3").group("p_0").doubles("coordinates", new double[] {0, 0, 4, 0, 4, 4, 0, 0}, 1, 4, 2);
            cells.group("999").group("zIndex_3").group("p_0").doubles("coordinates", new double[] {0, 0}, 1, 2);
            writer.finish();
        }
        Outlines outlines = with(dataset -> dataset.outlines().get(0).read());
        assertThat(outlines.observations()).containsExactly(2);
        assertThat(outlines.xUm()).containsExactly(0f, 4f, 4f);
    }

    @Test
    void whatIsWrongIsSaid() {
        TestFiles.write(folder.resolve("cell_metadata.csv"), ",center_x,center_y\n7,1,2\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 of 3 cells of the matrix");
        TestFiles.write(folder.resolve("cell_metadata.csv"), CELLS.replace("100.25", "nan"));
        assertThatThrownBy(this::read).hasMessageContaining("center_x of 7");
        TestFiles.write(folder.resolve("cell_metadata.csv"), CELLS.replace("100.25", "left"));
        assertThatThrownBy(this::read).hasMessageContaining("center_x is not numeric");
        TestFiles.write(folder.resolve("cell_metadata.csv"), CELLS);
        TestFiles.write(folder.resolve("cell_by_gene.csv"), COUNTS.replace("\n7,", "\n2718281828459045235,"));
        assertThatThrownBy(this::read).hasMessageContaining("stands there twice");
        TestFiles.write(folder.resolve("cell_by_gene.csv"), COUNTS.replace(",5,", ",five,"));
        assertThatThrownBy(this::read).hasMessageContaining("line 3").hasMessageContaining("five");
    }

    @Test
    void inspectionListsRoles() {
        Inspection inspection = Bundles.inspect(folder);
        assertThat(inspection.isComplete()).isTrue();
        assertThat(inspection.items())
                .extracting(Inspection.Item::role)
                .contains("matrix", "cells", "cell_boundaries", "transcripts", "pixel_transform");
    }
}
