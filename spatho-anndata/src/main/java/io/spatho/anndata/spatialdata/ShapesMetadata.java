package io.spatho.anndata.spatialdata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What GeoParquet and pandas store beside a table. */
final class ShapesMetadata {

    /** The column that is the index. */
    static final String INDEX = "__index_level_0__";

    private ShapesMetadata() {}

    static String geo(String geometryTypes, Bounds bounds) {
        ObjectNode geo = object().put("version", "1.1.0").put("primary_column", "geometry");
        ObjectNode column = geo.putObject("columns").putObject("geometry").put("encoding", "WKB");
        column.putNull("crs");
        ArrayNode types = column.putArray("geometry_types");
        for (String type : geometryTypes.split(",", -1)) {
            types.add(type);
        }
        double[] box = bounds.box();
        if (box.length > 0) {
            ArrayNode list = column.putArray("bbox");
            for (double value : box) {
                list.add(value);
            }
        }
        return geo.toString();
    }

    static String pandas(boolean circles) {
        ObjectNode pandas = object();
        pandas.putArray("index_columns").add(INDEX);
        indexes(pandas);
        ArrayNode columns = pandas.putArray("columns");
        column(columns, "geometry", "bytes", "object");
        if (circles) {
            column(columns, "radius", "float64", "float64");
        }
        column(columns, "cell_id", "unicode", "object");
        columns.addObject()
                .putNull("name")
                .put("field_name", INDEX)
                .put("pandas_type", "unicode")
                .put("numpy_type", "object")
                .putNull("metadata");
        return pandas.toString();
    }

    /** The names of columns have no name themselves. */
    static void indexes(ObjectNode pandas) {
        ObjectNode index = pandas.putArray("column_indexes").addObject();
        index.putNull("name").putNull("field_name");
        index.put("pandas_type", "unicode").put("numpy_type", "object");
        index.putObject("metadata").put("encoding", "UTF-8");
        pandas.put("pandas_version", "2.3.3");
    }

    static ObjectNode column(ArrayNode columns, String name, String pandasType, String numpyType) {
        return columns.addObject()
                .put("name", name)
                .put("field_name", name)
                .put("pandas_type", pandasType)
                .put("numpy_type", numpyType)
                .putNull("metadata");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
