package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rewrites an AnnData file of any version under today's encodings, whole, and makes a case of it where it has what a case needs.
 *
 * <p>Nothing is lost: every element keeps its values, type, order and missing entries. What a case adds is {@code cell_id},
 * {@code x_um} and {@code y_um} in {@code obs}, {@code feature_*} in {@code var}, positions in micrometres in
 * {@code obsm["spatial"]} (other ones stay under {@code source_spatial}), and {@code uns["spatho"]}. A file that is a case already
 * is copied element by element.
 *
 * <p>Memory: names, strings and positions; matrices are copied piece by piece.
 */
public final class AnnDataConversion {

    /**
     * What came out.
     *
     * @param isCase whether the result is a case; if not, {@code warnings} say what is missing
     * @param observations number of observations
     * @param variables number of variables
     * @param facts what was chosen
     * @param warnings what was unusual or left out
     */
    public record Result(boolean isCase, long observations, long variables, List<String> facts, List<String> warnings) {

        public Result {
            facts = List.copyOf(facts);
            warnings = List.copyOf(warnings);
        }
    }

    private AnnDataConversion() {}

    /** Converts; {@code self} describes the file itself and {@code unit} its positions where it does not say it. */
    public static Result convert(ArrayTree source, SourceFile self, CoordinateUnit unit, TreeGroup root) {
        AnnDataFile file = read(source);
        List<String> warnings = new ArrayList<>(file.notes());
        long observations = FrameReader.rows(file.obs());
        long variables = FrameReader.rows(file.var());
        if (new MetadataReader(source).isContract()) {
            AnnDataWriter.write(file, root);
            return new Result(true, observations, variables, List.of("the file was a case already"), warnings);
        }
        ForeignCase found;
        try {
            found = ForeignCase.read(source, file, unit);
        } catch (InputException e) {
            warnings.add("the result is a plain AnnData file and no case: " + e.getMessage());
            AnnDataWriter.write(file, root);
            return new Result(false, observations, variables, List.of(), warnings);
        }
        AnnDataWriter.write(source, file, additions(found, self, unit), root);
        return new Result(
                true,
                observations,
                variables,
                List.of("counts were found in " + found.counts().name()),
                found.metadata().warnings());
    }

    /** The elements of a file; what makes it unreadable is an error of the file. */
    static AnnDataFile read(ArrayTree source) {
        try {
            return AnnDataReader.read(source);
        } catch (IllegalStateException e) {
            throw Faults.broken(source, "/", "an element cannot be read", "values that fit", e.getMessage());
        }
    }

    private static CaseAdditions additions(ForeignCase found, SourceFile self, CoordinateUnit unit) {
        CaseMetadata metadata = found.metadata().withSources(List.of(self));
        Table obs = Table.ofRows(found.obs().rows())
                .with("cell_id", found.obs().column("cell_id"))
                .with("x_um", new io.spatho.core.table.Column.Doubles(found.x()))
                .with("y_um", new io.spatho.core.table.Column.Doubles(found.y()));
        return new CaseAdditions(
                metadata,
                genes(found.features()),
                found.counts().name(),
                List.of(),
                List.of(),
                obs,
                Map.of(),
                Map.of(),
                unit.micrometres(),
                false);
    }

    /** The features that a case takes for genes. */
    private static GenePanel genes(GenePanel features) {
        List<String> types = features.featureTypes();
        int[] chosen = IntStream.range(0, features.size())
                .filter(i -> types.get(i).equals(FeatureReader.GENE_EXPRESSION))
                .toArray();
        return features.select(chosen);
    }
}
