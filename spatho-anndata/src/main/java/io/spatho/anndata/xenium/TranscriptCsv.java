package io.spatho.anndata.xenium;

import io.spatho.anndata.csv.CsvRows;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/** {@code transcripts.csv.gz}, which versions before 3 wrote beside or instead of Parquet. */
final class TranscriptCsv extends TranscriptFile {

    private static final int ROWS = 1 << 14;
    private static final String ID = "transcript_id";
    private static final String NUCLEUS = "overlaps_nucleus";
    private static final String Z = "z_location";
    private static final String QUALITY = "qv";
    private static final String CATEGORY = "codeword_category";

    private final BitSet categorised = new BitSet();

    TranscriptCsv(Path file, String name, CellIndex cells, MoleculeFeatures features) {
        super(file, name, cells, features);
    }

    @Override
    void scan(boolean places, RowsEnd end) {
        try (CsvRows text = CsvRows.commas(file())) {
            CsvFields fields = CsvFields.read(
                    file(),
                    text,
                    List.of("cell_id", "feature_name", "x_location", "y_location"),
                    List.of(ID, NUCLEUS, Z, QUALITY, CATEGORY));
            TranscriptBuffer buffer = new TranscriptBuffer(ROWS);
            int rows = 0;
            for (long row = 0; fields.next(); row++) {
                take(fields, buffer, rows++, row);
                if (rows == ROWS) {
                    end.accept(buffer, rows);
                    rows = 0;
                }
            }
            if (rows > 0) {
                end.accept(buffer, rows);
            }
        }
    }

    private void take(CsvFields fields, TranscriptBuffer buffer, int at, long row) {
        int feature = featureTable().number(file(), fields.text("feature_name"));
        buffer.observations()[at] = cells().row(fields.text("cell_id"));
        buffer.features()[at] = feature;
        buffer.x()[at] = (float) fields.number("x_location");
        buffer.y()[at] = (float) fields.number("y_location");
        buffer.z()[at] = fields.has(Z) ? (float) fields.number(Z) : Float.NaN;
        buffer.qualities()[at] = fields.has(QUALITY) ? (float) fields.number(QUALITY) : Float.NaN;
        buffer.inNucleus()[at] = fields.has(NUCLEUS) && fields.number(NUCLEUS) > 0;
        buffer.ids()[at] = fields.has(ID) ? number(fields.text(ID), fields) : row;
        if (fields.has(CATEGORY) && feature >= 0 && !categorised.get(feature)) {
            categorised.set(feature);
            FeatureCategory.of(fields.text(CATEGORY))
                    .ifPresent(category -> featureTable().categorise(feature, category));
        }
    }

    /** An id may be larger than what a floating-point number holds exactly. */
    private static long number(String text, CsvFields fields) {
        boolean digits = !text.isEmpty() && text.length() <= 20 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return digits ? Long.parseUnsignedLong(text) : (long) fields.number(ID);
        } catch (NumberFormatException e) {
            return (long) fields.number(ID);
        }
    }
}
