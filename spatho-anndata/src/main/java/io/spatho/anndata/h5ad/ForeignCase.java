package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What another tool's file says about a case, apart from the counts themselves.
 *
 * @param metadata where it came from
 * @param counts where its counts are
 * @param features the features of the counts, of whatever type
 * @param obs the observations' columns after their ids
 * @param x x of each observation, micrometres
 * @param y y of each observation, micrometres
 */
record ForeignCase(CaseMetadata metadata, CountsPlace counts, GenePanel features, Table obs, double[] x, double[] y) {

    /** The platform field with the micrometres per unit of the file's own positions. */
    static final String UNIT = "um_per_unit";

    private static final String CELL_ID = "cell_id";

    static ForeignCase read(ArrayTree source, AnnDataFile file, CoordinateUnit unit) {
        DataFrameReader.Frame frame = new DataFrameReader(source).read("obs", file.obs());
        int n = frame.index().length;
        PositionReader.Positions positions = new PositionReader(source, n).read(file.obsm(), unit);
        Table obs = withIds(source, frame);
        CountsPlace counts = CountsPlace.find(source, file)
                .orElseThrow(() -> Faults.missing(
                        source,
                        "X",
                        "the file holds no counts: neither X, raw nor any layer has non-negative integers only",
                        "Save the raw counts in layers['counts'] and write the file again"));
        GenePanel features = new FeatureReader(source).read(counts.var(), "");
        List<String> warnings = new ArrayList<>(file.notes());
        frame.unread().forEach(name -> warnings.add("obs column " + name + " has an encoding that was not read"));
        return new ForeignCase(
                metadata(source, file, unit, counts, warnings), counts, features, obs, positions.x(), positions.y());
    }

    /** Positions that come with scale factors for pictures are pixels of the full-resolution slide. */
    private static CaseMetadata metadata(
            ArrayTree source, AnnDataFile file, CoordinateUnit unit, CountsPlace counts, List<String> warnings) {
        double pixelSize = Double.NaN;
        double spotSize = Double.NaN;
        List<SpatialTransform> transforms = List.of();
        for (Element library :
                PictureReader.children(file.uns().children().get("spatial")).values()) {
            Map<String, Element> factors =
                    PictureReader.children(PictureReader.children(library).get("scalefactors"));
            OptionalDouble diameter = PictureReader.number(factors.get("spot_diameter_fullres"));
            if (diameter.isPresent()) {
                pixelSize = unit.micrometres();
                spotSize = diameter.getAsDouble() * pixelSize;
                transforms = List.of(SpatialTransform.scale("slide_um", "fullres_pixel", 1 / pixelSize));
            }
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("counts", counts.name());
        fields.put(UNIT, Double.toString(unit.micrometres()));
        return new CaseMetadata(
                Platform.H5AD, "", sampleName(source), pixelSize, spotSize, List.of(), transforms, fields, warnings);
    }

    private static String sampleName(ArrayTree source) {
        String name = String.valueOf(source.file().getFileName());
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    /** The columns with the ids in front. */
    private static Table withIds(ArrayTree source, DataFrameReader.Frame frame) {
        Table table = frame.table();
        String[] ids = frame.index();
        if (table.has(CELL_ID) && table.column(CELL_ID) instanceof Column.Strings named && isUnique(named.values())) {
            ids = named.values();
        }
        requireUnique(source, ids, "obs");
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(CELL_ID, new Column.Strings(ids));
        table.columns().forEach(columns::putIfAbsent);
        return Table.of(table.rows(), columns);
    }

    private static boolean isUnique(String[] ids) {
        return !Arrays.asList(ids).contains(null)
                && Set.copyOf(Arrays.asList(ids)).size() == ids.length;
    }

    static void requireUnique(ArrayTree source, String[] ids, String path) {
        Set<String> seen = new HashSet<>(ids.length * 2);
        for (int row = 0; row < ids.length; row++) {
            if (ids[row] == null || !seen.add(ids[row])) {
                throw Faults.missing(
                        source,
                        path,
                        "observation " + row + " has "
                                + (ids[row] == null ? "no name" : "the name of another, " + ids[row]),
                        "Make the names unique: adata.obs_names_make_unique(), then save it again");
            }
        }
    }
}
