package io.spatho.cli.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;

/** The archives of a Xenium run of two cells and two genes that holds nothing else. */
public final class MadeXenium {

    private static final float[] SQUARE = {0, 0, 2, 0, 2, 2, 0, 2, 0, 0};
    private static final int[] IDS = {1437536272, 1, 1, 1};

    private MadeXenium() {}

    /** The archives by file name, in a fixed order. */
    public static Map<String, Archive> archives() {
        Map<String, Archive> archives = new LinkedHashMap<>();
        archives.put("cells.zarr.zip", cells());
        archives.put("cell_feature_matrix.zarr.zip", matrix());
        archives.put("analysis.zarr.zip", analysis());
        archives.put("transcripts.zarr.zip", transcripts());
        return archives;
    }

    private static Archive cells() {
        float[] squares = new float[20];
        System.arraycopy(SQUARE, 0, squares, 0, 10);
        System.arraycopy(SQUARE, 0, squares, 10, 10);
        return new Archive()
                .ints("cell_id", IDS, 2, 2)
                .doubles("cell_summary", new double[] {10, 1, 8, 4, 0, 1, 20, 2, 7, 3, 0, 2}, 2, 6)
                .attributes(
                        "cell_summary",
                        "{\"column_names\":[\"cell_centroid_x\",\"cell_centroid_y\",\"cell_area\",\"nucleus_area\","
                                + "\"z_level\",\"nucleus_count\"]}")
                .ints("polygon_sets/0/cell_index", new int[] {1, 0}, 2)
                .ints("polygon_sets/0/num_vertices", new int[] {5, 4}, 2)
                .floats("polygon_sets/0/vertices", squares, 2, 10)
                .ints("polygon_sets/1/cell_index", new int[] {0, 1}, 2)
                .ints("polygon_sets/1/num_vertices", new int[] {5, 5}, 2)
                .floats("polygon_sets/1/vertices", squares, 2, 10);
    }

    private static Archive matrix() {
        return new Archive()
                .attributes(
                        "cell_features",
                        "{\"number_cells\":2,\"number_features\":3,\"feature_keys\":[\"EPCAM\",\"CD3E\","
                                + "\"NegControlProbe_1\"],\"feature_ids\":[\"E1\",\"E2\",\"N1\"],"
                                + "\"feature_types\":[\"gene\",\"gene\",\"negative_control_probe\"]}")
                .ints("cell_features/cell_id", IDS, 2, 2)
                .ints("cell_features/indptr", new int[] {0, 2, 3, 4}, 4)
                .ints("cell_features/indices", new int[] {1, 0, 1, 0}, 4)
                .ints("cell_features/data", new int[] {4, 2, 1, 5}, 4);
    }

    private static Archive analysis() {
        return new Archive()
                .attributes(
                        "cell_groups",
                        "{\"number_groupings\":1,\"grouping_names\":[\"gene_expression_graphclust\"],"
                                + "\"group_names\":[[\"Cluster 1\",\"Cluster 2\"]]}")
                .ints("cell_groups/0/indices", new int[] {1, 0}, 2)
                .ints("cell_groups/0/indptr", new int[] {0, 1, 2}, 3);
    }

    private static Archive transcripts() {
        return new Archive()
                .attributes("", "{\"gene_names\":[\"EPCAM\",\"BLANK_1\"],\"spatial_units\":\"micron\"}")
                .floats("grids/0/0,0/location", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .ints("grids/0/0,0/gene_identity", new int[] {0, 1}, 2, 1)
                .floats("grids/0/0,0/quality_score", new float[] {10, 30}, 2, 1)
                .ints("grids/0/0,0/id", new int[] {1, 0, 2, 0}, 2, 2);
    }
}
