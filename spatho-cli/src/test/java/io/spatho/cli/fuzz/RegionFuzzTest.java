package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.anndata.geojson.GeoJsonRegions.Drawing;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.geojson.UnitRule;
import io.spatho.anndata.regions.RegionFiles;
import io.spatho.anndata.regions.RegionTarget;
import io.spatho.anndata.regions.RegionWriter;
import io.spatho.anndata.regions.SlideCells;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Regions of any format, found by content. */
class RegionFuzzTest {

    private static final Workers WORKERS = new Workers(1);
    private static final SlideCells CELLS =
            new SlideCells(new String[] {"c1", "c2", "c3"}, new double[] {0, 20, 5}, new double[] {0, 5, 20});

    /** What was read and written as a table reads the same. */
    @FuzzTest(maxDuration = "2m")
    void regions(byte[] bytes) {
        UnitRule units = UnitRule.parse(Optional.empty(), 0.5);
        Hostile.file("regions", bytes, file -> {
            List<Region> before =
                    RegionFiles.outlines(file, units, new ArrayList<>()).regions();
            RegionWriter.write(file, before, RegionUnit.um(), RegionTarget.CSV);
            Drawing again = RegionFiles.outlines(file, units, new ArrayList<>());
            for (int i = 0; i < before.size(); i++) {
                assertThat(again.regions().get(i).id()).isEqualTo(before.get(i).id());
                assertThat(again.regions().get(i).geometry().getArea())
                        .isEqualTo(before.get(i).geometry().getArea());
            }
        });
        Hostile.file("regions", bytes, file -> RegionFiles.on(CELLS, 0.5, WORKERS, new ArrayList<>())
                .read(List.of(file), Optional.of("pixel")));
    }
}
