package io.spatho.report.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.report.content.TableRows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneAtlasTest {

    @Test
    void aPixelIsTheLevelOfItsBinAndBinsWithoutObservationsAreTransparent() {
        Table bins = Table.ofRows(3)
                .with("x_um", new Column.Doubles(new double[] {105, 115, 135}))
                .with("y_um", new Column.Doubles(new double[] {55, 75, 75}))
                .with("bin_um", new Column.Doubles(new double[] {10, 10, 10}))
                .with("gene_A", new Column.Floats(new float[] {0, 2, 1}))
                .with("gene_B", new Column.Floats(new float[] {0, 0, 0}));
        GeneAtlas atlas = GeneAtlas.of(new TableRows(bins), List.of("gene_A", "gene_B"), 5);

        assertThat(atlas.width()).isEqualTo(4);
        assertThat(atlas.height()).isEqualTo(3);
        assertThat(atlas.leftUm()).isEqualTo(100);
        byte[] pixels = atlas.picture().pixels();
        assertThat(IntStream.range(0, pixels.length).filter(i -> pixels[i] != 0))
                .hasSize(6);
        assertThat(pixels[0]).isEqualTo((byte) 1);
        assertThat(pixels[2 * 8 + 1]).isEqualTo((byte) GeneAtlas.LEVELS);
        assertThat(atlas.tiles().get(0).top()).isEqualTo(1);
        assertThat(atlas.tiles().get(1)).isEqualTo(new GeneAtlas.Tile("B", 4, 0, 0));
        assertThat(pixels[2 * 8 + 4 + 3]).isEqualTo((byte) 1);
    }
}
