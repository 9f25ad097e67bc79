package io.spatho.cli.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The tables of a MERSCOPE and of a CosMx run of three cells and two genes, by file name in a fixed order. */
public final class MadeTables {

    private static final MessageType BOUNDARIES = MessageTypeParser.parseMessageType(
            "message m { required int64 EntityID; optional int32 ZIndex; optional binary Geometry; }");

    private MadeTables() {}

    public static Map<String, byte[]> merscope() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        put(files, "cell_by_gene.csv", """
                cell,Gad1,Sst,Blank-1
                110883424764611924400221639916314253469,1,0,2
                2718281828459045235,0,5,0
                7,3,0,0
                """);
        put(files, "cell_metadata.csv", """
                ,fov,volume,center_x,center_y,min_x
                7,0,1.5,100.25,200.5,95
                2718281828459045235,1,2.5,-4,8,0
                110883424764611924400221639916314253469,1,3.5,10,20,5
                """);
        put(files, "detected_transcripts.csv", """
                ,barcode_id,global_x,global_y,global_z,x,y,fov,gene,transcript_id,cell_id
                36,0,154.75,8197.5,2.0,1790.1,303.8,0,Sst,E1,7
                53,0,1,2,0,1,4,0,Gad1,E2,-1
                """);
        put(files, "images/micron_to_mosaic_pixel_transform.csv", "9.25926 0 -1000\n0 9.25926 500.5\n0 0 1\n");
        return files;
    }

    public static Map<String, byte[]> cosmx() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        put(files, "Run1_exprMat_file.csv", """
                "fov","cell_ID","CD3D","HLA_DRA","NegPrb1","SystemControl12"
                1,0,90,90,90,90
                1,1,2,0,1,0
                1,2,0,3,0,1
                2,12,4,0,0,0
                """);
        put(files, "Run1_metadata_file.csv", """
                fov,cell_ID,Area,CenterX_local_px,CenterY_local_px,CenterX_global_px,CenterY_global_px,cell_id
                1,1,400,10,20,1010,2020,c_1_1_1
                1,2,400,30,40,1030,2040,c_1_1_2
                2,12,400,50,60,5306,2060,c_1_2_12
                """);
        put(files, "Run1_fov_positions_file.csv", """
                fov,x_global_px,y_global_px,x_global_mm,y_global_mm
                1,0,0,0,0
                2,4256,0,0.76608,0
                """);
        put(files, "Run1_tx_file.csv", """
                fov,cell_ID,x_global_px,y_global_px,x_local_px,y_local_px,z,target,CellComp
                1,0,100,200,1,2,0,"CD3D","None"
                2,12,5300,2050,1,2,5,"HLA_DRA","Nuclear"
                """);
        put(files, "Run1-polygons.csv", """
                fov,cellID,x_local_px,y_local_px,x_global_px,y_global_px
                1,1,0,0,1000,2000
                1,1,0,0,1020,2000
                1,1,0,0,1020,2040
                2,12,0,0,5300,2050
                2,12,0,0,5310,2050
                2,12,0,0,5310,2060
                2,12,0,0,5300,2050
                """);
        return files;
    }

    private static void put(Map<String, byte[]> files, String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The outline of cell 7 in a GeoParquet file. */
    public static void boundaries(Path file, byte[] outline) throws IOException {
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(BOUNDARIES)
                .build()) {
            Group row = new SimpleGroupFactory(BOUNDARIES)
                    .newGroup()
                    .append("EntityID", 7L)
                    .append("ZIndex", 3);
            row.add("Geometry", Binary.fromConstantByteArray(outline));
            writer.write(row);
        }
    }

    /** A MultiPolygon of a triangle with a hole, in the given byte order. */
    public static byte[] outline(ByteOrder order) {
        double[][] rings = {{0, 0, 9, 0, 9, 9, 0, 0}, {4, 2, 6, 2, 6, 4, 4, 2}};
        ByteBuffer bytes =
                ByteBuffer.allocate(9 + 9 + rings.length * (4 + 8 * 8)).order(order);
        byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 0);
        bytes.put(mark).putInt(6).putInt(1);
        bytes.put(mark).putInt(3).putInt(rings.length);
        for (double[] ring : rings) {
            bytes.putInt(ring.length / 2);
            for (double value : ring) {
                bytes.putDouble(value);
            }
        }
        return bytes.array();
    }
}
