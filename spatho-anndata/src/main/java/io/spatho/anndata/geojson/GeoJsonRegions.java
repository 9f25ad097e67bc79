package io.spatho.anndata.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spatho.anndata.csv.TextInput;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.limit.Limit;
import io.spatho.core.region.OutlineCheck;
import io.spatho.core.region.Region;
import io.spatho.core.text.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes regions as GeoJSON: a FeatureCollection, an array of features (QuPath) or one feature, of Polygon and
 * MultiPolygon geometries with holes, plain or gzip-compressed.
 *
 * <p>Ids: {@code properties.region_id}, else {@code properties.cell_id} as Space Ranger names segmented cells, else the feature's
 * {@code id}, else {@code properties.name}, else {@code region_<n>}; repeated ids are refused. Labels: {@code
 * properties.classification} (its {@code name}, or the {@code names} of a derived class joined by ": "), else {@code
 * structure_label}, {@code label}, {@code name}, else empty. Unit: {@code properties.unit} with {@code um_per_pixel}, checked
 * against the one declared; segmentations of Space Ranger are in pixels. Limits: {@link Limit#REGIONS}, {@link Limit#REGIONS_BYTES} and those of JSON. Cost:
 * one feature is in memory at a time beside the result. Source: RFC 7946; QuPath 0.2 to 0.6.
 */
public final class GeoJsonRegions {

    private final Path file;
    private final FeatureReader features;
    private final List<Region> regions = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private int count;

    private GeoJsonRegions(Path file, FeatureReader features) {
        this.file = file;
        this.features = features;
    }

    /** Regions in micrometres, and the unit in which the file has them. */
    public record Drawing(List<Region> regions, RegionUnit unit) {
        public Drawing {
            regions = List.copyOf(regions);
        }
    }

    /** The regions of a file; other geometries and polygons that cross themselves are refused. */
    public static List<Region> read(Path file, RegionUnit unit) {
        FeatureReader features = new FeatureReader(file, UnitRule.declared(unit), OutlineCheck.strict());
        return new GeoJsonRegions(file, features).readFile();
    }

    /**
     * The regions of a file; points and lines are left out, open rings closed, and polygons that cross themselves repaired where that
     * keeps their area, each with a warning.
     */
    public static List<Region> read(Path file, RegionUnit unit, List<String> warnings) {
        return read(file, UnitRule.declared(unit), warnings).regions();
    }

    /** The same, with the unit decided by a rule. */
    public static Drawing read(Path file, UnitRule units, List<String> warnings) {
        FeatureReader features = new FeatureReader(file, units, OutlineCheck.lenient(warnings));
        List<Region> regions = new GeoJsonRegions(file, features).readFile();
        if (features.leftOut() > 0) {
            warnings.add("left out of " + file.getFileName() + ": " + Words.count(features.leftOut(), "feature")
                    + " that are points, lines or nothing");
        }
        return new Drawing(regions, features.unit().orElseThrow());
    }

    private List<Region> readFile() {
        try (InputStream in = TextInput.open(file);
                JsonParser parser = StrictJson.parser(in)) {
            Limit.REGIONS_BYTES.require(Files.size(file), "the file is too large", file);
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                readArray(parser);
            } else if (first == JsonToken.START_OBJECT) {
                readObject(parser);
            } else {
                throw notGeoJson(first == null ? "an empty file" : first.toString());
            }
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
        if (regions.isEmpty()) {
            throw new InputException(Problem.of("there is no region in the file")
                    .at(file)
                    .expected("at least one Polygon or MultiPolygon", "none"));
        }
        return List.copyOf(regions);
    }

    private InputException notGeoJson(String found) {
        return new InputException(Problem.of("the file is not GeoJSON with features")
                .at(file)
                .expected("a FeatureCollection, an array of features or a Feature", found));
    }

    /** Reads a collection feature by feature; a lone feature is small and is put together from its keys. */
    private void readObject(JsonParser parser) throws IOException {
        var lone = JsonNodeFactory.instance.objectNode();
        boolean collection = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("features") && value == JsonToken.START_ARRAY) {
                collection = true;
                readArray(parser);
            } else {
                JsonNode tree = StrictJson.tree(parser, file + ", key " + key);
                lone.set(key, tree);
            }
        }
        if (!collection) {
            if (!lone.path("type").asText().equals("Feature")) {
                throw notGeoJson("an object of type " + lone.path("type"));
            }
            add(lone);
        }
    }

    private void readArray(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw notGeoJson("an array without end");
            }
            JsonNode feature = StrictJson.tree(parser, file + " feature " + (count + 1));
            add(feature);
        }
    }

    private void add(JsonNode feature) {
        count++;
        Limit.REGIONS.require(count, "there are too many features", file);
        features.region(feature, count).ifPresent(region -> {
            Integer before = ids.putIfAbsent(region.id(), count);
            if (before != null) {
                throw new InputException(Problem.of("region id " + region.id() + " stands there twice")
                        .at(file + " features " + before + " and " + count)
                        .expected("each id once", "two features")
                        .fix("Give each feature its own id or properties.region_id."));
            }
            regions.add(region);
        });
    }

    /** Writes regions in micrometres, in the order given: the same regions give the same bytes. */
    public static void write(Path file, List<Region> regions) {
        FeatureWriter.write(file, regions, RegionUnit.um(), Style.QUPATH);
    }

    /** Writes regions, given in micrometres, in a unit and for a reader; the file says its unit. */
    public static void write(Path file, List<Region> regions, RegionUnit unit, Style style) {
        FeatureWriter.write(file, regions, unit, style);
    }

    /** For which tool the properties of features are made. */
    public enum Style {
        /** Annotations with a classification and its colour. */
        QUPATH,
        /** Numbered like Space Ranger's segmented cells, with a classification. */
        SPACE_RANGER
    }
}
