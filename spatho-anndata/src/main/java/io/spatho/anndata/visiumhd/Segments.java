package io.spatho.anndata.visiumhd;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spatho.anndata.csv.TextInput;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Segmented objects of a GeoJSON file, streamed feature by feature: {@code properties.cell_id} and the outer rings of a Polygon or
 * MultiPolygon in full-resolution pixels.
 *
 * <p>Holes are left out. Features without a whole number as {@code cell_id} are numbered by their place from 1 where the caller allows it.
 * Limits: JSON depth 100, 10,000,000 features, 1,000,000 corners in a feature. Source: Space Ranger 4; RFC 7946.
 */
final class Segments {

    private static final int MOST_FEATURES = Limit.SEGMENTS.intValue();
    private static final int MOST_CORNERS = Limit.SEGMENT_CORNERS.intValue();
    private static final double FARTHEST = 1e9;

    private final Path file;
    private final boolean numbered;
    private int features;
    private long cell;
    private String type = "";
    private boolean corners;
    private double[] flat = new double[256];
    private int size;
    private final List<double[]> rings = new ArrayList<>();

    private Segments(Path file, boolean numbered) {
        this.file = file;
        this.numbered = numbered;
    }

    /** Takes the objects one by one. */
    @FunctionalInterface
    interface Visitor {
        /** An object with its rings, each as x, y, x, y, … */
        void object(long cell, List<double[]> rings);
    }

    /** The id that the matrix gives a cell. */
    static String name(long cell) {
        return String.format(Locale.ROOT, "cellid_%09d-1", cell);
    }

    /** The number of a cell from its id, -1 when it is none. */
    static long number(String id) {
        if (!id.startsWith("cellid_") || id.length() > 24) {
            return -1;
        }
        int dash = id.indexOf('-');
        String digits = id.substring("cellid_".length(), dash < 0 ? id.length() : dash);
        boolean whole =
                !digits.isEmpty() && digits.length() <= 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? Long.parseLong(digits) : -1;
    }

    /** Shows every object to a visitor, in file order. */
    static void forEach(Path file, boolean numbered, Visitor visitor) {
        new Segments(file, numbered).read(visitor);
    }

    private void read(Visitor visitor) {
        boolean found = false;
        try (InputStream in = TextInput.open(file);
                JsonParser parser = StrictJson.parser(in)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean list = parser.currentName().equals("features");
                    JsonToken value = parser.nextToken();
                    if (list && value == JsonToken.START_ARRAY) {
                        found = true;
                        while (parser.nextToken() == JsonToken.START_OBJECT) {
                            feature(parser, visitor);
                        }
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
        if (!found) {
            throw new InputException(Problem.of("the file is no GeoJSON with features")
                    .at(file)
                    .expected("a FeatureCollection", "something else"));
        }
    }

    private void feature(JsonParser parser, Visitor visitor) throws IOException {
        features++;
        if (features > MOST_FEATURES) {
            throw fault("too many features", "at most " + MOST_FEATURES, "more");
        }
        cell = numbered ? features : -1;
        type = "";
        corners = false;
        rings.clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("properties") && value == JsonToken.START_OBJECT) {
                properties(parser);
            } else if (key.equals("geometry") && value == JsonToken.START_OBJECT) {
                geometry(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (cell < 0 || !corners) {
            throw fault(
                    cell < 0 ? "a feature has no cell_id" : "a feature has no area",
                    "properties.cell_id and a Polygon or MultiPolygon",
                    cell < 0 ? "none" : type.isEmpty() ? "none" : type);
        }
        visitor.object(cell, rings);
    }

    private void properties(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean id = parser.currentName().equals("cell_id");
            JsonToken value = parser.nextToken();
            if (id && value == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() >= 0) {
                cell = parser.getLongValue();
            } else if (id && value == JsonToken.VALUE_STRING) {
                long named = number(parser.getText());
                cell = named >= 0 ? named : cell;
            }
            parser.skipChildren();
        }
    }

    private void geometry(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("type") && value == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (key.equals("coordinates") && value == JsonToken.START_ARRAY) {
                coordinates(parser);
            } else {
                parser.skipChildren();
            }
        }
        corners = !rings.isEmpty() && (type.equals("Polygon") || type.equals("MultiPolygon"));
    }

    /** Reads nested arrays; a list of positions closes a ring, of which the first of each polygon is kept. */
    private void coordinates(JsonParser parser) throws IOException {
        int depth = 1;
        int inPolygon = 0;
        int values = 0;
        size = 0;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY) {
                depth++;
                values = 0;
            } else if (token == JsonToken.END_ARRAY) {
                depth--;
                if (values > 0) {
                    endPosition(values);
                    values = 0;
                } else if (size > 0) {
                    if (inPolygon++ == 0) {
                        rings.add(Arrays.copyOf(flat, size));
                    }
                    size = 0;
                } else {
                    inPolygon = 0;
                }
            } else if (token != null && token.isNumeric()) {
                if (values++ < 2) {
                    add(parser.getDoubleValue());
                }
            } else {
                throw fault("a corner is no number", "numbers x and y", String.valueOf(token));
            }
        }
    }

    private void endPosition(int values) {
        if (values < 2) {
            throw fault("a corner has no y", "numbers x and y", "one number");
        }
    }

    private void add(double value) {
        if (!(Math.abs(value) <= FARTHEST)) {
            throw fault("a corner is not a finite number", "numbers x and y", value);
        }
        if (size == 2 * MOST_CORNERS) {
            throw fault("an outline has too many corners", "at most " + MOST_CORNERS, "more");
        }
        if (size == flat.length) {
            flat = Arrays.copyOf(flat, 2 * size);
        }
        flat[size++] = value;
    }

    private InputException fault(String what, Object expected, Object found) {
        return new InputException(
                Problem.of(what).at(file + " feature " + features).expected(expected, found));
    }

    /** Area, and x and y of the centroid, of the rings together; of a ring without area the mean of its corners. */
    static double[] centroid(List<double[]> rings) {
        double area = 0;
        double x = 0;
        double y = 0;
        double sumX = 0;
        double sumY = 0;
        int count = 0;
        for (double[] ring : rings) {
            double twice = 0;
            double cx = 0;
            double cy = 0;
            for (int i = 0; i < ring.length; i += 2) {
                int j = (i + 2) % ring.length;
                // relative to the first corner, so that far-away rings lose no digits
                double ax = ring[i] - ring[0];
                double ay = ring[i + 1] - ring[1];
                double bx = ring[j] - ring[0];
                double by = ring[j + 1] - ring[1];
                double cross = ax * by - bx * ay;
                twice += cross;
                cx += (ax + bx) * cross;
                cy += (ay + by) * cross;
                sumX += ring[i];
                sumY += ring[i + 1];
                count++;
            }
            if (twice != 0) {
                double own = Math.abs(twice) / 2;
                area += own;
                x += own * (ring[0] + cx / (3 * twice));
                y += own * (ring[1] + cy / (3 * twice));
            }
        }
        return area > 0 ? new double[] {area, x / area, y / area} : new double[] {0, sumX / count, sumY / count};
    }
}
