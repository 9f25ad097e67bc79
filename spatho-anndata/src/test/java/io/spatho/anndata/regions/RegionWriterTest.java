package io.spatho.anndata.regions;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.geojson.GeoJsonRegions.Drawing;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.geojson.StructureColors;
import io.spatho.anndata.geojson.UnitRule;
import io.spatho.core.json.StrictJson;
import io.spatho.core.region.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class RegionWriterTest {

    @TempDir
    Path folder;

    private static Region region(String id, String label, String wkt) {
        try {
            Geometry geometry = new WKTReader().read(wkt);
            return new Region(id, geometry, "user", label);
        } catch (ParseException e) {
            throw new IllegalArgumentException(wkt, e);
        }
    }

    private static List<Region> regions() {
        return List.of(
                region("a, \"b\"", "Tumor: Positive", "POLYGON((0.1 0.2,10.3 0,10 10.7,0 10,0.1 0.2))"),
                region(
                        "hole",
                        "Stroma",
                        "POLYGON((20 20,40 20,40 40,20 40,20 20),(22.5 22.5,22.5 30,30 30,30 22.5,22.5 22.5),"
                                + "(33 33,33 35,35 35,35 33,33 33))"),
                region("parts", "", "MULTIPOLYGON(((50 50,60 50,55 1e-7,50 50)),((70 70,80 70,75 90,70 70)))"),
                region("#4", "Stroma", "POLYGON((100 100,110 100,105 120,100 100))"));
    }

    private List<Region> again(RegionTarget target, RegionUnit unit, List<String> warnings) {
        Path file = folder.resolve(target.id());
        RegionWriter.write(file, regions(), unit, target);
        Drawing drawing = RegionFiles.outlines(file, UnitRule.parse(Optional.empty(), Double.NaN), warnings);
        assertThat(drawing.unit().name()).isEqualTo(unit.name());
        return drawing.regions();
    }

    @ParameterizedTest
    @EnumSource(RegionTarget.class)
    void micrometresComeBackExactly(RegionTarget target) {
        List<String> warnings = new ArrayList<>();
        List<Region> again = again(target, RegionUnit.um(), warnings);
        assertThat(again).hasSize(4);
        for (int i = 0; i < again.size(); i++) {
            Region before = regions().get(i);
            assertThat(again.get(i).id()).isEqualTo(before.id());
            assertThat(again.get(i).label()).isEqualTo(before.label());
            Geometry expected = before.geometry().norm();
            assertThat(again.get(i).geometry().norm().equalsExact(expected))
                    .as(again.get(i).geometry() + " of " + expected)
                    .isTrue();
        }
        // Only the holes of a selection, joined to the outside, have to be found again.
        assertThat(warnings).hasSize(target == RegionTarget.EXPLORER ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource(value = RegionTarget.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPLORER")
    void pixelsComeBackWithTheirSize(RegionTarget target) {
        List<Region> again = again(target, RegionUnit.pixel(0.2125), new ArrayList<>());
        for (int i = 0; i < again.size(); i++) {
            Geometry expected = regions().get(i).geometry();
            assertThat(again.get(i).geometry().equalsExact(expected, 1e-12)).isTrue();
        }
    }

    @Test
    void qupathGetsUuidsAndColours() {
        Path file = folder.resolve("q.geojson");
        RegionWriter.write(file, regions(), RegionUnit.um(), RegionTarget.QUPATH);
        var feature = StrictJson.read(file).path("features").path(0);
        assertThat(feature.path("id").asText())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
        assertThat(feature.path("properties").path("objectType").asText()).isEqualTo("annotation");
        assertThat(feature.path("properties").path("isLocked").asBoolean()).isTrue();
        assertThat(feature.path("properties").path("classification").path("color"))
                .hasSize(3);
        Path space = folder.resolve("s.geojson");
        RegionWriter.write(space, regions(), RegionUnit.pixel(0.5), RegionTarget.SPACE_RANGER);
        var second = StrictJson.read(space).path("features").path(1);
        assertThat(second.path("properties").path("cell_id").asInt()).isEqualTo(2);
        assertThat(second.path("geometry")
                        .path("coordinates")
                        .path(0)
                        .path(0)
                        .path(0)
                        .asDouble())
                .isEqualTo(40);
    }

    @Test
    void selectionsHaveTwoCommentLinesAndTheirAreas() throws IOException {
        Path file = folder.resolve("e.csv");
        RegionWriter.write(file, regions(), RegionUnit.um(), RegionTarget.EXPLORER);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).startsWith("#Selection names: a, \"b\", hole, parts [1/2], parts [2/2]");
        assertThat(lines.get(1)).startsWith("#Areas (µm^2): ").contains(", 339.75, ");
        assertThat(lines.get(2)).isEqualTo("Selection,X,Y,Class,Color");
        assertThat(lines.stream().filter(line -> line.startsWith("#"))).hasSize(2);
    }

    @Test
    void groupsCarryTheirColours() throws IOException {
        Path file = folder.resolve("g.csv");
        RegionWriter.cellGroups(file, new String[] {"c1", "c2", "c3"}, new String[] {"a,b", null, ""}, new String[] {
            "#010203", null, null
        });
        assertThat(file).hasContent("cell_id,group,color\nc1,\"a,b\",#010203\n");
        Set<String> hex = new HashSet<>();
        List<Region> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(region("r" + i, "s" + i, "POLYGON((0 0,1 0,1 1,0 0))"));
        }
        StructureColors colors = StructureColors.of(many);
        many.forEach(region -> hex.add(colors.hex(region.label())));
        assertThat(hex).hasSize(20).allMatch(text -> text.matches("#[0-9a-f]{6}"));
        assertThat(colors.of("s0")[0]).isGreaterThan(colors.of("s0")[1]).isGreaterThan(colors.of("s0")[2]);
        assertThat(colors.of("none")).containsExactly(128, 128, 128);
    }
}
