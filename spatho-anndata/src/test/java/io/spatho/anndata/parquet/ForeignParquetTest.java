package io.spatho.anndata.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignParquetTest {

    @TempDir
    Path folder;

    private Path write(String fields, List<Consumer<Group>> rows) throws IOException {
        Path file = folder.resolve("f" + fields.hashCode() + "-" + rows.size() + ".parquet");
        MessageType schema = MessageTypeParser.parseMessageType("message t { " + fields + " }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withType(schema)
                .build()) {
            for (Consumer<Group> row : rows) {
                Group group = new SimpleGroupFactory(schema).newGroup();
                row.accept(group);
                writer.write(group);
            }
        }
        return file;
    }

    @Test
    void missingIntegersBecomeNaN() throws IOException {
        Path file = write(
                "optional int32 a; optional int64 b; required int32 c (INTEGER(32,false));",
                List.of(group -> group.append("a", 7).append("b", -5L).append("c", -1), group -> group.append("c", 3)));
        Table table = ParquetTable.read(file);
        assertThat(table.column("a")).isInstanceOf(Column.Doubles.class);
        assertThat(table.doubles("a")).containsExactly(7, Double.NaN);
        assertThat(table.doubles("b")).containsExactly(-5, Double.NaN);
        assertThat(((Column.Longs) table.column("c")).values()).containsExactly(4294967295L, 3);
    }

    @Test
    void numbersThatCannotBeKeptAreRefused() throws IOException {
        Path wide = write("optional int64 b;", List.of(group -> group.append("b", (1L << 53) + 1), group -> {}));
        assertThatThrownBy(() -> ParquetTable.read(wide))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column b holds too large an integer");
        Path unsigned = write("required int64 u (INTEGER(64,false));", List.of(group -> group.append("u", -1L)));
        assertThatThrownBy(() -> ParquetTable.read(unsigned)).hasMessageContaining("18446744073709551615");
        Path flags = write("optional boolean x;", List.of(group -> group.append("x", true), group -> {}));
        assertThatThrownBy(() -> ParquetTable.read(flags))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("boolean column x has a missing value")
                .hasMessageContaining("row 2");
    }

    @Test
    void bytesAreTextWhenTheyAreUtf8() throws IOException {
        Binary good = Binary.fromConstantByteArray("ä-1".getBytes(StandardCharsets.UTF_8));
        Path text = write("required binary id;", List.of(group -> group.append("id", good)));
        assertThat(ParquetTable.read(text).strings("id")).containsExactly("ä-1");
        Binary bad = Binary.fromConstantByteArray(new byte[] {(byte) 0xff, 0});
        Path bytes = write("required binary id; required int32 n;", List.of(group -> group.append("id", bad)
                .append("n", 1)));
        assertThatThrownBy(() -> ParquetTable.read(bytes))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not UTF-8");
        assertThat(ParquetTable.read(bytes, Set.of("n")).doubles("n")).containsExactly(1);
    }

    @Test
    void nestedColumnsAreRefusedOnlyWhenAskedFor() throws IOException {
        Path file = write("required int32 n; required group g { required int32 x; }", List.of(group -> {
            group.append("n", 4);
            group.addGroup("g").append("x", 1);
        }));
        assertThat(ParquetTable.columnNames(file)).containsExactly("n", "g");
        assertThat(ParquetTable.read(file, Set.of("n")).doubles("n")).containsExactly(4);
        assertThatThrownBy(() -> ParquetTable.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column g has a type that is not supported");
    }
}
