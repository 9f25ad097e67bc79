package io.spatho.cli.fuzz;

import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;

/** A feature slice file of 8 x 8 bins of 2 micrometres, one gene, a mask and two segmented cells. */
final class MadeSlices {

    static final String METADATA =
            "{\"nrows\":8,\"ncols\":8,\"spot_pitch\":2.0,\"hd_layout_json\":\"{\\\"file_format\\\":\\\"1.0\\\"}\","
                    + "\"transform_matrices\":{\"spot_colrow_to_microscope_colrow\":[[5,0.5,100],[-0.5,5,200],[0,0,1]]}}";

    private MadeSlices() {}

    static void write(Path file, String metadata) {
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            Hdf5Group root = writer.root();
            root.attribute("filetype", "feature_slice");
            root.attribute("software_version", "spaceranger-4.0.1");
            root.attribute("metadata_json", metadata);
            Hdf5Group features = root.group("features");
            features.fixedStrings("id", new String[] {"E1"}, 4);
            features.fixedStrings("name", new String[] {"EPCAM"}, 6);
            features.fixedStrings("feature_type", new String[] {"Gene Expression"}, 16);
            layer(root.group("feature_slices").group("0"), new int[] {5, 1, 7});
            layer(root.group("masks").group("filtered"), new int[] {1, 1, 1});
            layer(root.group("segmentations").group("cell_segmentation_mask"), new int[] {1, 1, 2});
            writer.finish();
        }
    }

    private static void layer(Hdf5Group layer, int[] data) {
        layer.ints("row", new int[] {0, 3, 7});
        layer.ints("col", new int[] {0, 4, 7});
        layer.ints("data", data);
    }
}
