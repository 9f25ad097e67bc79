import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.xenium.XeniumReader;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the area of every outline of a Xenium bundle as CSV, for compare_xenium.py. */
public class OutlineAreas {
    public static void main(String[] arguments) throws Exception {
        try (Workers workers = new Workers(2)) {
            SpatialDataset dataset = XeniumReader.read(BundleFolder.open(Path.of(arguments[0])), workers);
            for (OutlineSource source : dataset.outlines()) {
                Outlines outlines = source.read();
                StringBuilder text = new StringBuilder("cell_id,area_um2\n");
                for (int polygon = 0; polygon < outlines.size(); polygon++) {
                    text.append(dataset.cellIds()[outlines.observations()[polygon]])
                            .append(',')
                            .append(area(outlines, polygon))
                            .append('\n');
                }
                Files.writeString(Path.of(arguments[1], source.name() + ".csv"), text);
            }
        }
    }

    private static double area(Outlines outlines, int polygon) {
        int start = outlines.starts()[polygon];
        int end = outlines.starts()[polygon + 1];
        double twice = 0;
        for (int i = start; i < end; i++) {
            int next = i + 1 < end ? i + 1 : start;
            twice += (double) outlines.xUm()[i] * outlines.yUm()[next]
                    - (double) outlines.xUm()[next] * outlines.yUm()[i];
        }
        return Math.abs(twice) / 2;
    }
}
