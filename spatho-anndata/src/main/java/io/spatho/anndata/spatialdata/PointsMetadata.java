package io.spatho.anndata.spatialdata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** What pandas and Arrow store beside the molecules, without which dask does not see that the feature is a category. */
final class PointsMetadata {

    private PointsMetadata() {}

    static Map<String, String> of(String feature, String cell) {
        // Arrow takes the metadata of its own schema, where there is one, for all of the file's.
        Map<String, String> pandas = Map.of("pandas", pandas(feature, cell));
        Schema schema = new Schema(fields(feature, cell), pandas);
        String encoded = Base64.getEncoder().encodeToString(schema.serializeAsMessage());
        return Map.of("pandas", pandas.get("pandas"), "ARROW:schema", encoded);
    }

    private static List<Field> fields(String feature, String cell) {
        ArrowType single = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
        ArrowType text = new ArrowType.Utf8();
        DictionaryEncoding categories = new DictionaryEncoding(0, false, new ArrowType.Int(32, true));
        return List.of(
                field("x", single, null),
                field("y", single, null),
                field("z", single, null),
                field(feature, text, categories),
                field(cell, text, null),
                field("transcript_id", new ArrowType.Int(64, true), null),
                field("qv", single, null),
                field("overlaps_nucleus", new ArrowType.Bool(), null));
    }

    private static Field field(String name, ArrowType type, DictionaryEncoding dictionary) {
        return new Field(name, new FieldType(true, type, dictionary), List.of());
    }

    private static String pandas(String feature, String cell) {
        ObjectNode pandas = JsonNodeFactory.instance.objectNode();
        pandas.putArray("index_columns");
        ShapesMetadata.indexes(pandas);
        ArrayNode columns = pandas.putArray("columns");
        for (String name : List.of("x", "y", "z")) {
            ShapesMetadata.column(columns, name, "float32", "float32");
        }
        ShapesMetadata.column(columns, feature, "categorical", "int32")
                .putObject("metadata")
                .put("ordered", false);
        ShapesMetadata.column(columns, cell, "unicode", "object");
        ShapesMetadata.column(columns, "transcript_id", "int64", "int64");
        ShapesMetadata.column(columns, "qv", "float32", "float32");
        ShapesMetadata.column(columns, "overlaps_nucleus", "bool", "bool");
        return pandas.toString();
    }
}
