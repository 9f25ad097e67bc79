package io.spatho.anndata.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.TestFiles;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.region.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionFilesTest {

    private static final double PIXEL = 0.2;
    private static final String TWO_SELECTIONS = """
            #Selection names: Tumor core, rim
            #Areas (µm^2): 100, 50
            Selection,X,Y,Class,Color
            Tumor core,10,20,Tumor,#ff0000
            Tumor core,20,20,Tumor,#ff0000
            Tumor core,20,30,Tumor,#ff0000
            Tumor core,10,30,Tumor,#ff0000
            "rim",40,40,,
            rim,50,40,,
            rim,40,50,,
            rim,40,40,,
            """;

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private DrawnRegions read(Optional<String> unit, Path... files) {
        // 1,600 cells at 5 um, from 0 to 195.
        String[] ids = new String[1600];
        double[] x = new double[1600];
        double[] y = new double[1600];
        for (int i = 0; i < 1600; i++) {
            ids[i] = "cell" + i;
            x[i] = i % 40 * 5.0;
            y[i] = (i - i % 40) / 8.0;
        }
        try (Workers workers = new Workers(1)) {
            return RegionFiles.on(new SlideCells(ids, x, y), PIXEL, workers, warnings)
                    .read(Arrays.asList(files), unit);
        }
    }

    private Path file(String name, String text) {
        return TestFiles.write(folder.resolve(name), text);
    }

    private static String square(String properties, double from, double to) {
        return "{\"type\":\"Feature\",\"properties\":{" + properties + "},\"geometry\":{\"type\":\"Polygon\","
                + "\"coordinates\":[[[" + from + "," + from + "],[" + to + "," + from + "],[" + to + "," + to + "],["
                + from + "," + to + "],[" + from + "," + from + "]]]}}";
    }

    private void refused(Optional<String> unit, Path file, String... parts) {
        assertThatThrownBy(() -> read(unit, file))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void selectionsOfExplorer() {
        List<Region> regions =
                read(Optional.empty(), file("two.csv", TWO_SELECTIONS)).regions();
        assertThat(regions).extracting(Region::id).containsExactly("Tumor core", "rim");
        assertThat(regions).extracting(Region::label).containsExactly("Tumor", "");
        assertThat(regions).extracting(r -> r.geometry().getArea()).containsExactly(100.0, 50.0);
        String one = "\uFEFF#Selection name: My area\n#Area (µm^2): 50\nX,Y\n0,0\n10,0\n0,10\n";
        assertThat(read(Optional.of("um"), file("one.csv.gz", one))
                        .regions()
                        .get(0)
                        .id())
                .isEqualTo("My area");
        String unnamed = "# exported\n#by hand\nY,X\n0,0\n10,0\n0,10\n";
        assertThat(read(Optional.empty(), file("lymph.csv", unnamed))
                        .regions()
                        .get(0)
                        .id())
                .isEqualTo("lymph");
        refused(
                Optional.of("pixel"),
                file("two.csv", TWO_SELECTIONS),
                "two.csv",
                "pixel (as given)",
                "um (in the file)");
        refused(Optional.empty(), file("a.csv", "X,Y\n0,0\n1,x\n0,1\n"), "a.csv line 3", "not a finite number");
        refused(Optional.empty(), file("a.csv", "X,Y\n0,0\n1,nan\n0,1\n"), "a.csv line 3", "not a finite number");
        refused(Optional.empty(), file("a.csv", "X,Y\n0,0\n1,1\n"), "region a", "too few positions");
        refused(Optional.empty(), file("a.csv", "X,Y\n0,0\n5,5\n0,5\n5,0\n"), "region a", "not a valid polygon");
        refused(Optional.empty(), file("a.csv", "X,Y\n0,0\n5\n"), "line 3", "another number of fields");
        refused(Optional.empty(), file("a.csv", "X,Y\n"), "no region");
        refused(
                Optional.empty(),
                file("a.csv", "X,Y,Selection\n0,0,a\n5,5,a\n0,5,a\n0,0,b\n1,0,b\n0,1,b\n9,9,a\n"),
                "region a",
                "used twice");
    }

    @Test
    void polygonsOfRows() {
        String text = """
                # unit: um
                ID,x,y,label,part,ring
                a,0,0,Gland,0,0
                a,90,0,Gland,0,0
                a,90,90,Gland,0,0
                a,0,90,Gland,0,0
                a,20,20,Gland,0,1
                a,30,20,Gland,0,1
                a,30,30,Gland,0,1
                a,20,30,Gland,0,1
                a,100,0,Gland,1,0
                a,110,0,Gland,1,0
                a,100,10,Gland,1,0
                b,150,150,,0,0
                b,160,150,,0,0
                b,150,160,,0,0
                """;
        List<Region> regions = read(Optional.empty(), file("p.csv", text)).regions();
        assertThat(regions).extracting(Region::id).containsExactly("a", "b");
        assertThat(regions).extracting(Region::label).containsExactly("Gland", "");
        assertThat(regions.get(0).geometry().getNumGeometries()).isEqualTo(2);
        assertThat(regions.get(0).geometry().getArea()).isEqualTo(8100 - 100 + 50);
        String pixels = "id,x_pixel,y_pixel\na,0,0\na,100,0\na,100,100\na,0,100\n";
        assertThat(read(Optional.empty(), file("q.csv", pixels))
                        .regions()
                        .get(0)
                        .geometry()
                        .getArea())
                .isEqualTo(400);
        assertThat(read(Optional.of("pixel:0.1"), file("q.csv", pixels))
                        .regions()
                        .get(0)
                        .geometry()
                        .getArea())
                .isEqualTo(100);
        refused(Optional.of("um"), file("q.csv", pixels), "um (as given)", "pixel (in the file)");
        refused(Optional.empty(), file("n.csv", "id,x,y\na,0,0\na,1,0\na,0,1\n"), "unit", "not declared");
        refused(Optional.of("um"), file("n.csv", "id,x,y,ring\na,0,0,0\na,9,0,0\na,0,9,-1\n"), "whole numbers");
        refused(Optional.of("um"), file("n.csv", "id,x,y,part\na,0,0,1\na,9,0,1\na,0,9,0\n"), "out of order");
        refused(Optional.of("um"), file("n.csv", "id,x,y\n,0,0\n"), "belongs to no region");
        refused(Optional.of("um"), file("n.csv", "id,x,y,x\na,0,0,0\n"), "stands there twice");
        refused(Optional.of("inch"), file("p.csv", text), "--regions-unit", "inch");
        refused(Optional.of("pixel:-1"), file("p.csv", text), "--regions-unit", "pixel:-1");
    }

    @Test
    void groupsOfCellsHaveExactlyTheseCells() {
        String text = """
                cell_id,group,color
                cell0,A,#fff
                cell1,A,#fff
                cell40,A,#fff
                cell500,B,#000
                else,B,#000
                cell3,,
                other,C,#aaa
                """;
        DrawnRegions drawn = read(Optional.empty(), file("groups.csv", text));
        assertThat(drawn.namesCells()).isTrue();
        assertThat(drawn.regions()).extracting(Region::id).containsExactly("A", "B");
        assertThat(drawn.regionOf(new String[] {"cell1", "cell500", "cell2", "else"}))
                .containsExactly(0, 1, -1, -1);
        assertThat(warnings).hasSize(2).anyMatch(w -> w.contains("2 cells")).anyMatch(w -> w.contains("group C"));
        refused(Optional.empty(), file("g.csv", "cell_id,group\nq,A\n"), "no cell of the groups", "cell0", "such as q");
        refused(
                Optional.empty(),
                file("g.csv", "cell_id,group\ncell7,A\ncell7,B\n"),
                "cell cell7 stands there twice",
                "line 3");
        Path outlines = file("two.csv", TWO_SELECTIONS);
        Path groups = file("groups.csv", text);
        assertThatThrownBy(() -> read(Optional.empty(), outlines, groups)).hasMessageContaining("cell groups");
    }

    @Test
    void severalFilesMakeOneListWithoutRepeatedIds() {
        Path two = file("two.csv", TWO_SELECTIONS);
        Path more = file("more.geojson", square("\"name\":\"more\",\"unit\":\"um\"", 100, 150));
        assertThat(read(Optional.empty(), two, more).regions()).hasSize(3);
        assertThatThrownBy(() -> read(Optional.empty(), two, two)).hasMessageContaining("stands in two files");
    }

    @Test
    void segmentedCellsOfSpaceRangerAreInPixels() {
        String text = "{\"type\":\"FeatureCollection\",\"features\":["
                + square("\"cell_id\":12,\"classification\":{\"name\":\"Cluster 3\",\"color\":[1,2,3]}", 100, 200)
                + "]}";
        Region region = read(Optional.empty(), file("cell_segmentations.geojson", text))
                .regions()
                .get(0);
        assertThat(region.id()).isEqualTo("cellid_000000012-1");
        assertThat(region.label()).isEqualTo("Cluster 3");
        assertThat(region.geometry().getArea()).isEqualTo(400);
        refused(Optional.of("um"), file("s.geojson", text), "um (as given)", "pixel (in the file)");
    }

    @ParameterizedTest
    @CsvSource({"0,900,um,--regions-unit pixel", "2000,2100,um,belongs to this case"})
    void whatMissesTheSlideIsRefusedWithBothExtents(double from, double to, String unit, String advice) {
        Path file = file("r.geojson", square("\"name\":\"a\"", from, to));
        refused(Optional.of(unit), file, "x 0.0 to 195.0, y 0.0 to 195.0 um", "x " + from + " to " + to, advice);
    }

    @Test
    void otherPixelsFlippedAndExchangedAxesAreRecognised() {
        Path small = file("r.geojson", square("\"name\":\"a\"", 150, 900));
        refused(Optional.of("pixel:1"), small, "pixels of 1.0 um", "--regions-unit pixel:0.2");
        Path flipped = file("f.csv", "id,x_um,y_um\na,10,-10\na,50,-10\na,50,-60\na,10,-60\n");
        refused(Optional.empty(), flipped, "y looks upside down", "y -60.0 to -10.0");
        String[] ids = {"1", "2"};
        try (Workers workers = new Workers(1)) {
            SlideCells wide = new SlideCells(ids, new double[] {0, 5000}, new double[] {0, 100});
            Path exchanged = file("x.csv", "id,x_um,y_um\na,10,1000\na,90,1000\na,90,4000\na,10,4000\n");
            RegionFiles reader = RegionFiles.on(wide, Double.NaN, workers, warnings);
            assertThatThrownBy(() -> reader.read(List.of(exchanged), Optional.empty()))
                    .hasMessageContaining("x and y look exchanged");
        }
    }

    @Test
    void aDrawingInASmallCornerIsWarnedAboutOnly() {
        Path um = file("r.geojson", square("\"name\":\"a\"", 5, 190));
        assertThat(read(Optional.of("pixel"), um).regions()).hasSize(1);
        assertThat(warnings).singleElement().asString().contains("small corner", "--regions-unit um");
    }

    @Test
    void filesThatAreNoRegionsAreRefused() {
        refused(Optional.empty(), file("e.csv", ""), "an empty file");
        refused(Optional.empty(), file("e.csv", "gene,count\n"), "not a file of regions", "gene, count");
        refused(Optional.empty(), file("e.csv", "#only\n#comments\n"), "not a file of regions");
        refused(Optional.empty(), folder.resolve("absent.csv"), "file is missing");
        refused(Optional.empty(), file("e.csv", "#\n".repeat(200)), "too many comment lines");
        refused(Optional.empty(), TestFiles.write(folder.resolve("z.gz"), "x").resolveSibling("none"), "none");
    }
}
