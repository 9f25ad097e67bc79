package io.spatho.anndata.visiumhd;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.limit.Limit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * An open {@code feature_slice.h5}: a grid of the finest bins, and sparse layers over it as lists of row, column and value.
 *
 * <p>Source: Space Ranger 3 and 4, feature slice file format 0.1.0.
 */
final class SliceFile implements AutoCloseable {

    private static final int LARGEST_SIDE = Limit.SLICE_SIDE.intValue();

    private final Path file;
    private final Hdf5Source source;
    private final JsonNode metadata;
    private final int rows;
    private final int columns;
    private final double pitch;

    /** A layer: three arrays of equal length, every row and column inside the grid. */
    record Layer(int[] row, int[] column, float[] data) {}

    private SliceFile(Path file, Hdf5Source source) {
        this.file = file;
        this.source = source;
        String text = source.text("/", "metadata_json").orElse("");
        String type = source.text("/", "filetype").orElse("");
        if (text.isEmpty() || !type.equals("feature_slice")) {
            throw new InputException(Problem.of("not a feature slice file")
                    .at(file)
                    .expected("attributes filetype feature_slice and metadata_json", type.isEmpty() ? "none" : type));
        }
        this.metadata = json(text);
        this.rows = side("nrows");
        this.columns = side("ncols");
        this.pitch = metadata.path("spot_pitch").asDouble(Double.NaN);
        if (!(pitch > 0 && pitch < 1000) || (long) rows * columns > Limit.SLICE_BINS.value()) {
            throw new InputException(Problem.of("the grid of the feature slices makes no sense")
                    .at(file)
                    .expected(
                            "spot_pitch in micrometres and at most " + Limit.SLICE_BINS.value() + " bins",
                            rows + " x " + columns));
        }
    }

    static SliceFile open(Path file) {
        Hdf5Source source = Hdf5Source.open(file);
        try {
            return new SliceFile(file, source);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private JsonNode json(String text) {
        JsonNode node = StrictJson.parse(text, file + " attribute metadata_json");
        if (!node.isObject()) {
            throw new InputException(Problem.of("the metadata is no JSON object")
                    .at(file + " attribute metadata_json")
                    .expected("an object", node.getNodeType()));
        }
        return node;
    }

    private int side(String key) {
        JsonNode value = metadata.path(key);
        String where = file + " attribute metadata_json";
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 1) {
            throw new InputException(
                    Problem.of(key + " makes no sense").at(where).expected("1 to " + LARGEST_SIDE, value));
        }
        Limit.SLICE_SIDE.require(value.asLong(), key + " is too large", where);
        return value.asInt();
    }

    Path file() {
        return file;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Side of a bin in micrometres. */
    double pitch() {
        return pitch;
    }

    /** The software that wrote the file, or empty. */
    String software() {
        return source.text("/", "software_version").orElse("");
    }

    /** The format of the slide's layout, or empty when the file holds no layout. */
    String layoutFormat() {
        String layout = metadata.path("hd_layout_json").asText("");
        return layout.isEmpty() || layout.equals("null")
                ? ""
                : json(layout).path("file_format").asText("");
    }

    /** The projective map from column and row of a bin to pixels of the full-resolution image, row after row. */
    double[] toPixels() {
        JsonNode maps = metadata.path("transform_matrices");
        for (String key : List.of("spot_colrow_to_microscope_colrow", "spot_colrow_to_cytassist_colrow")) {
            JsonNode map = maps.path(key);
            if (map.isArray()) {
                return numbers(key, map);
            }
        }
        return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }

    private double[] numbers(String key, JsonNode map) {
        double[] numbers = new double[9];
        int size = 0;
        for (JsonNode row : map) {
            for (JsonNode value : row.isArray() ? row : List.of(row)) {
                if (size < numbers.length && value.isNumber()) {
                    numbers[size] = value.asDouble();
                }
                size++;
            }
        }
        double determinant = numbers[0] * numbers[4] - numbers[1] * numbers[3];
        boolean finite = Arrays.stream(numbers).allMatch(Double::isFinite);
        if (size != numbers.length || !finite || determinant == 0 || numbers[8] == 0) {
            throw new InputException(Problem.of(key + " is no map of the plane")
                    .at(file + " attribute metadata_json")
                    .expected("3 x 3 or 9 finite numbers", size + " values"));
        }
        return numbers;
    }

    /** The features whose slices the file holds. */
    GenePanel features() {
        String[] ids = texts("/features/id");
        String[] names = source.isDataset("/features/name") ? texts("/features/name") : ids;
        List<String> types = source.isDataset("/features/feature_type")
                ? Arrays.asList(texts("/features/feature_type"))
                : Collections.nCopies(ids.length, "Gene Expression");
        if (names.length != ids.length || types.size() != ids.length) {
            throw new InputException(Problem.of("the features disagree in number")
                    .at(file + ":/features")
                    .expected(ids.length + " names and types", names.length + " and " + types.size()));
        }
        return new GenePanel("", Arrays.asList(names), Arrays.asList(ids), types);
    }

    private String[] texts(String path) {
        String[] values = source.strings(path);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null || values[i].length() > Limit.LABEL_BYTES.value()) {
                throw new InputException(Problem.of("a label is missing or too long")
                        .at(file + ":" + path + " element " + i)
                        .expected("a label", "none"));
            }
        }
        return values;
    }

    /** The numbers of the features that have a slice, ascending. */
    int[] slices(int features) {
        if (!source.isGroup("/feature_slices")) {
            return new int[0];
        }
        List<String> names = source.children("/feature_slices");
        int[] numbers = new int[names.size()];
        for (int i = 0; i < numbers.length; i++) {
            String name = names.get(i);
            boolean whole = name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
            numbers[i] = whole && !name.isEmpty() ? Integer.parseInt(name) : -1;
            if (numbers[i] < 0 || numbers[i] >= features) {
                throw new InputException(Problem.of("a slice belongs to no feature")
                        .at(file + ":/feature_slices/" + name)
                        .expected("0 to " + (features - 1), name));
            }
        }
        Arrays.sort(numbers);
        return numbers;
    }

    boolean has(String path) {
        return source.isGroup(path) && source.isDataset(path + "/row") && source.isDataset(path + "/col");
    }

    /** How many finest bins a bin of a layer is wide. */
    int scale(String path) {
        String text = source.text(path, "metadata_json").orElse("");
        int scale = text.isEmpty() ? 1 : json(text).path("binning_scale").asInt(1);
        return scale < 1 || scale > LARGEST_SIDE ? 1 : scale;
    }

    /** A layer over the finest bins. */
    Layer layer(String path) {
        return layer(path, 1);
    }

    /** A layer over bins of a scale; without values all are 1. */
    Layer layer(String path, int scale) {
        int[] row = source.ints(path + "/row");
        int[] column = source.ints(path + "/col");
        float[] data;
        if (source.isDataset(path + "/data")) {
            data = source.floats(path + "/data");
        } else {
            data = new float[row.length];
            Arrays.fill(data, 1);
        }
        if (column.length != row.length || data.length != row.length) {
            throw new InputException(Problem.of("the lists of a layer differ in length")
                    .at(file + ":" + path)
                    .expected(row.length + " columns and values", column.length + " and " + data.length));
        }
        int mostRows = (rows + scale - 1) / scale;
        int mostColumns = (columns + scale - 1) / scale;
        for (int i = 0; i < row.length; i++) {
            if (row[i] < 0 || row[i] >= mostRows || column[i] < 0 || column[i] >= mostColumns) {
                throw new InputException(Problem.of("a value lies outside of the grid")
                        .at(file + ":" + path + " element " + i)
                        .expected(mostRows + " x " + mostColumns + " bins", row[i] + ", " + column[i]));
            }
        }
        return new Layer(row, column, data);
    }

    @Override
    public void close() {
        source.close();
    }
}
