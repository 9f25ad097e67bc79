package io.spatho.anndata.geojson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.TestFiles;
import io.spatho.core.error.InputException;
import io.spatho.core.region.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeoJsonRegionsTest {

    private static final String SQUARE = "[[[0,0],[10,0],[10,10],[0,10],[0,0]]]";
    private static final String WITH_HOLE = "[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[2,2],[4,2],[4,4],[2,4],[2,2]]]";
    private static final String BOW_TIE = "[[[0,0],[10,10],[10,0],[0,10],[0,0]]]";
    private static final String SPIKE = "[[[0,0],[10,0],[10,10],[10,12],[10,10],[0,10],[0,0]]]";

    @TempDir
    Path folder;

    private Path file(String text) {
        return TestFiles.write(folder.resolve("r.geojson"), text);
    }

    private static String feature(String head, String type, String coordinates, String properties) {
        return "{\"type\":\"Feature\"," + head + "\"geometry\":{\"type\":\"" + type + "\",\"coordinates\":"
                + coordinates + "},\"properties\":" + properties + "}";
    }

    private static String polygon(String head, String properties) {
        return feature(head, "Polygon", SQUARE, properties);
    }

    private static String collection(String... features) {
        return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
    }

    private List<Region> read(String text) {
        return GeoJsonRegions.read(file(text), RegionUnit.um());
    }

    @Test
    void idsAndLabelsComeFromTheUsualPlaces() {
        List<Region> regions = read(collection(
                polygon("\"id\":\"f1\",", "{\"classification\":{\"name\":\"Tumor\",\"color\":[1,2,3]},\"name\":\"A\"}"),
                polygon("", "{\"name\":\"Stroma 1\"}"),
                polygon("\"id\":7,", "{\"region_id\":\"R3\",\"structure_label\":\"crypt\"}"),
                polygon("", "null"),
                polygon("\"id\":\"f5\",", "{\"classification\":\"Gland\"}")));
        assertThat(regions).extracting(Region::id).containsExactly("f1", "Stroma 1", "R3", "region_4", "f5");
        assertThat(regions).extracting(Region::label).containsExactly("Tumor", "Stroma 1", "crypt", "", "Gland");
        assertThat(regions).allMatch(region -> region.source().equals("user"));
    }

    @Test
    void holesAndPartsAreKept() {
        List<Region> regions = read(collection(
                feature("\"id\":\"a\",", "Polygon", WITH_HOLE, "{}"),
                feature("\"id\":\"b\",", "MultiPolygon", "[" + WITH_HOLE + ",[[[20,0],[21,0],[21,1],[20,0]]]]", "{}")));
        assertThat(regions.get(0).geometry().getArea()).isEqualTo(96);
        assertThat(regions.get(1).geometry().getArea()).isEqualTo(96.5);
        assertThat(regions.get(1).geometry().getNumGeometries()).isEqualTo(2);
    }

    @Test
    void pixelsBecomeMicrometres() {
        Path file = file(collection(polygon("", "{}")));
        Region region = GeoJsonRegions.read(file, RegionUnit.pixel(0.5)).get(0);
        assertThat(region.geometry().getArea()).isEqualTo(25);
    }

    @Test
    void arraysOfFeaturesAndLoneFeaturesAreRead() {
        assertThat(read("[" + polygon("\"id\":\"x\",", "{}") + "]")).hasSize(1);
        assertThat(read(polygon("\"id\":\"x\",", "{}"))).hasSize(1);
    }

    @Test
    void faultsNameTheFeature() {
        String good = polygon("\"id\":\"x\",", "{}");
        assertThatThrownBy(() -> read(collection(good, good)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("region id x stands there twice")
                .hasMessageContaining("features 1 and 2");
        assertThatThrownBy(() -> read(collection(good, feature("", "Polygon", "[[[0,0],[1,0],[1,1],[0,1]]]", "{}"))))
                .hasMessageContaining("feature 2")
                .hasMessageContaining("not closed");
        assertThatThrownBy(() -> read(collection(feature("", "Polygon", "[[[0,0],[1,\"a\"],[1,1],[0,0]]]", "{}"))))
                .hasMessageContaining("not a finite number");
        assertThatThrownBy(() -> read(collection(feature("", "Polygon", "[[[0,0],[1e999,0],[1,1],[0,0]]]", "{}"))))
                .hasMessageContaining("not a finite number");
        assertThatThrownBy(() -> read(collection(feature("", "Polygon", "[[[0,0],[1,1],[0,0]]]", "{}"))))
                .hasMessageContaining("too few positions");
        assertThatThrownBy(() -> read(collection(feature("", "Polygon", "[]", "{}"))))
                .hasMessageContaining("no ring");
        assertThatThrownBy(() -> read(collection(feature("", "Point", "[1,2]", "{}"))))
                .hasMessageContaining("expected Polygon or MultiPolygon, found \"Point\"");
        assertThatThrownBy(() -> read(collection(feature("", "Polygon", BOW_TIE, "{}"))))
                .hasMessageContaining("not a valid polygon");
        assertThatThrownBy(() -> read(collection())).hasMessageContaining("no region in the file");
    }

    @Test
    void otherFilesAreRefused() {
        assertThatThrownBy(() -> read("{\"type\":\"Topology\"}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not GeoJSON");
        assertThatThrownBy(() -> read("")).hasMessageContaining("an empty file");
        assertThatThrownBy(() -> read("{\"type\":\"FeatureCollection\",\"features\":["))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> read("x,y\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not valid JSON");
        String deep = "[".repeat(200) + "]".repeat(200);
        assertThatThrownBy(() -> read(deep)).isInstanceOf(InputException.class).hasMessageContaining("depth");
    }

    @Test
    void lenientReadingRepairsAndLeavesOutWithWarnings() {
        List<String> warnings = new ArrayList<>();
        String text = collection(
                feature("\"id\":\"s\",", "Polygon", SPIKE, "{}"), feature("\"id\":\"p\",", "Point", "[1,2]", "{}"));
        List<Region> regions = GeoJsonRegions.read(file(text), RegionUnit.um(), warnings);
        assertThat(regions).extracting(Region::id).containsExactly("s");
        assertThat(regions.get(0).geometry().isValid()).isTrue();
        assertThat(regions.get(0).geometry().getArea()).isEqualTo(100);
        assertThat(warnings).hasSize(2);
        Path bowTie = file(collection(feature("", "Polygon", BOW_TIE, "{}")));
        assertThatThrownBy(() -> GeoJsonRegions.read(bowTie, RegionUnit.um(), warnings))
                .isInstanceOf(InputException.class);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        List<Region> regions = read(collection(
                feature("\"id\":\"a\",", "Polygon", WITH_HOLE, "{\"label\":\"Tumor \\u00e4\"}"),
                feature("\"id\":\"b\",", "MultiPolygon", "[[[[0.1,0.2],[1e-7,0],[1,1],[0.1,0.2]]]]", "{}")));
        Path one = folder.resolve("one.geojson");
        Path two = folder.resolve("two.geojson");
        GeoJsonRegions.write(one, regions);
        List<Region> again = GeoJsonRegions.read(one, RegionUnit.um());
        GeoJsonRegions.write(two, again);
        assertThat(Files.readAllBytes(two)).isEqualTo(Files.readAllBytes(one));
        for (int i = 0; i < regions.size(); i++) {
            assertThat(again.get(i).id()).isEqualTo(regions.get(i).id());
            assertThat(again.get(i).label()).isEqualTo(regions.get(i).label());
            assertThat(again.get(i).geometry().equalsExact(regions.get(i).geometry()))
                    .isTrue();
        }
    }

    @Test
    void qupathOfEveryVersion() {
        List<String> warnings = new ArrayList<>();
        String text = "["
                + polygon("\"id\":\"PathAnnotationObject\",", "{\"isLocked\":true,\"measurements\":[]}") + ","
                + polygon(
                        "\"id\":\"PathAnnotationObject\",",
                        "{\"name\":\"A\",\"classification\":{\"name\":\"Tumor:" + " Positive\",\"colorRGB\":-3}}")
                + ","
                + polygon(
                        "\"id\":\"a1\",\"nucleusGeometry\":{},",
                        "{\"objectType\":\"cell\",\"classification\":{\"names\":[\"Tumor\",\"Negative\"],\"color\":[1,2,3]}}")
                + "," + feature("\"id\":\"l\",", "LineString", "[[0,0],[1,1]]", "{}") + ","
                + feature("", "MultiPoint", "[[0,0],[1,1]]", "{}") + ","
                + polygon("\"id\":\"r\",", "{\"objectType\":\"root\"}") + "]";
        List<Region> regions = GeoJsonRegions.read(file(text), RegionUnit.um(), warnings);
        assertThat(regions).extracting(Region::id).containsExactly("region_1", "A", "a1");
        assertThat(regions).extracting(Region::label).containsExactly("", "Tumor: Positive", "Tumor: Negative");
        assertThat(warnings).singleElement().asString().contains("3 features");
    }

    @Test
    void theFilesUnitIsHeldAgainstTheOneGiven() {
        Path um = file(collection(polygon("", "{\"unit\":\"um\"}")));
        assertThat(GeoJsonRegions.read(um, RegionUnit.um())).hasSize(1);
        assertThatThrownBy(() -> GeoJsonRegions.read(um, RegionUnit.pixel(0.5)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pixel (as given)")
                .hasMessageContaining("um (in the file)");
        UnitRule open = UnitRule.parse(Optional.empty(), Double.NaN);
        Path sized = file(collection(polygon("", "{\"unit\":\"px\",\"um_per_pixel\":0.5}")));
        GeoJsonRegions.Drawing drawing = GeoJsonRegions.read(sized, open, new ArrayList<>());
        assertThat(drawing.unit()).isEqualTo(RegionUnit.pixel(0.5));
        assertThat(drawing.regions().get(0).geometry().getArea()).isEqualTo(25);
        assertThatThrownBy(() -> GeoJsonRegions.read(sized, RegionUnit.pixel(0.25)))
                .hasMessageContaining("pixel:0.25 (as given)");
        for (String[] wrong : new String[][] {
            {"{}", "not declared"},
            {"{\"unit\":\"pixel\"}", "size of a pixel is not known"},
            {"{\"unit\":\"inch\"}", "not known"}
        }) {
            Path file = file(collection(polygon("", wrong[0])));
            assertThatThrownBy(() -> GeoJsonRegions.read(file, open, new ArrayList<>()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(wrong[1]);
        }
        Path mixed = file(collection(
                polygon("\"id\":\"a\",", "{\"unit\":\"um\"}"),
                polygon("\"id\":\"b\",", "{\"unit\":\"pixel\",\"um_per_pixel\":1}")));
        assertThatThrownBy(() -> GeoJsonRegions.read(mixed, open, new ArrayList<>()))
                .hasMessageContaining("different units");
    }
}
