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
import io.spatho.core.region.Region;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.locationtech.jts.geom.Envelope;

/**
 * Reads and writes regions as GeoJSON: a FeatureCollection, an array of features (older QuPath) or one feature, of Polygon and
 * MultiPolygon geometries with holes.
 *
 * <p>Ids: {@code properties.region_id}, else the feature's {@code id}, else {@code properties.name}, else {@code region_<n>};
 * repeated ids are refused. Labels: {@code properties.classification.name}, else {@code structure_label}, {@code label}, {@code
 * name}, else empty. Limits: {@link Limit#REGIONS}, {@link Limit#REGIONS_BYTES} and those of JSON. Cost: one feature is in memory at a time beside the result.
 * Source: RFC 7946.
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

    /** The regions of a file; other geometries and polygons that cross themselves are refused. */
    public static List<Region> read(Path file, RegionUnit unit) {
        return new GeoJsonRegions(file, FeatureReader.strict(file, unit)).readFile();
    }

    /**
     * The regions of a file; points and lines are left out and polygons that cross themselves are repaired where that changes their
     * area by at most a hundredth, each with a warning.
     */
    public static List<Region> read(Path file, RegionUnit unit, List<String> warnings) {
        return new GeoJsonRegions(file, FeatureReader.lenient(file, unit, warnings)).readFile();
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
        FeatureWriter.write(file, regions);
    }

    /**
     * Fails when no region comes near the observations, which almost always means that the drawing is in another unit.
     *
     * @param regions regions in micrometres
     * @param observations the extent of the observations in micrometres
     * @param unit the unit that the drawing was taken to be in
     */
    public static void requireOverlap(List<Region> regions, Envelope observations, RegionUnit unit) {
        Envelope all = new Envelope();
        boolean overlap = false;
        for (Region region : regions) {
            Envelope one = region.geometry().getEnvelopeInternal();
            overlap |= one.intersects(observations);
            all.expandToInclude(one);
        }
        if (!overlap) {
            String other = unit.name().equals("um") ? "pixel" : "um";
            throw new InputException(Problem.of("no region lies where the observations are")
                    .at("regions taken to be in " + unit.name())
                    .expected("an overlap with " + extent(observations), extent(all))
                    .fix("The drawing may be in another unit: try --regions-unit " + other + "."));
        }
    }

    private static String extent(Envelope box) {
        return String.format(
                Locale.ROOT,
                "x %.1f to %.1f, y %.1f to %.1f um",
                box.getMinX(),
                box.getMaxX(),
                box.getMinY(),
                box.getMaxY());
    }
}
