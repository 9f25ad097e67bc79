package io.spatho.anndata.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.WorkingFolder;
import io.spatho.anndata.h5ad.AnnDataReader;
import io.spatho.anndata.h5ad.AnnDataWriter;
import io.spatho.anndata.h5ad.Cases;
import io.spatho.anndata.h5ad.Element;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.core.error.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A sound case has no violation; each fault that is put into it has its own code. */
class CaseValidationTest extends WorkingFolder {

    private static final int CELLS = 30;
    private static final int GENES = 20;

    private Path good() {
        Path file = folder.resolve("case.h5ad");
        H5adWriter.write(Cases.rich(CELLS, GENES), file, workers);
        return file;
    }

    private Validation damaged(Consumer<Draft> damage) {
        Path file = folder.resolve("damaged.h5ad");
        try (Hdf5Source source = Hdf5Source.open(good(), workers);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            Draft draft = new Draft(AnnDataReader.read(source));
            damage.accept(draft);
            AnnDataWriter.write(draft.file(), writer.root());
            writer.finish();
        }
        return Validation.of(file, workers);
    }

    private static Element doubles(double... values) {
        return new Element.Dense(Numbers.of(values));
    }

    private static Element ints(Numbers old, int at, int value) {
        int[] values = old.ints();
        values[at] = value;
        return new Element.Dense(numbers(values));
    }

    private static Numbers numbers(int[] values) {
        byte[] raw = new byte[4 * values.length];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
        return Numbers.of(NumberType.INT32, raw, values.length);
    }

    private static double[] column(Draft draft, String path) {
        return ((Element.Dense) draft.get(path)).values().doubles();
    }

    private static void text(Draft draft, String path, int row, String value) {
        String[] values = ((Element.Strings) draft.get(path)).values().clone();
        values[row] = value;
        draft.put(path, new Element.Strings(values, new long[] {values.length}));
    }

    private static Element code(Draft draft, String path, int code) {
        Element.Categorical old = (Element.Categorical) draft.get(path);
        int[] codes = old.codes().ints();
        codes[0] = code;
        return new Element.Categorical(numbers(codes), old.categories(), old.ordered());
    }

    private static Element.Sparse x(Draft draft) {
        return (Element.Sparse) draft.get("X");
    }

    /** The matrix with other values, positions or row starts; {@code null} keeps them. */
    private static void matrix(Draft draft, Numbers data, Numbers indices, Numbers starts) {
        Element.Sparse old = x(draft);
        draft.put(
                "X",
                new Element.Sparse(
                        old.byColumn(),
                        old.shape(),
                        data == null ? old.data() : data,
                        indices == null ? old.indices() : indices,
                        starts == null ? old.starts() : starts));
    }

    private static void index(Draft draft, Consumer<int[]> change) {
        int[] indices = x(draft).indices().ints();
        change.accept(indices);
        matrix(draft, null, numbers(indices), null);
    }

    /** The first entry of a row with at least two. */
    private static int pair(Draft draft) {
        int[] starts = x(draft).starts().ints();
        for (int row = 0; row < CELLS; row++) {
            if (starts[row + 1] - starts[row] > 1) {
                return starts[row];
            }
        }
        throw new IllegalStateException("no row has two entries");
    }

    private static Map<Rule, Consumer<Draft>> faults() {
        Map<Rule, Consumer<Draft>> faults = new LinkedHashMap<>();
        faults.put(CaseRule.CASE_FILE_001, draft -> draft.put("uns/spatho/modalities", new Element.Dense(cube())));
        faults.put(CaseRule.CASE_ROOT_001, draft -> draft.put("uns/spatho/contract_version", new Element.Text("7")));
        faults.put(CaseRule.CASE_ROOT_002, draft -> draft.put("obsm/spatial", null));
        faults.put(CaseRule.CASE_OBS_001, draft -> draft.put("obs/cell_id", doubles(new double[CELLS])));
        faults.put(CaseRule.CASE_OBS_002, draft -> text(draft, "obs/cell_id", 1, "célula-0"));
        faults.put(CaseRule.CASE_OBS_003, draft -> draft.put("obs/x_um", null));
        faults.put(CaseRule.CASE_OBS_004, draft -> {
            double[] values = column(draft, "obs/y_um");
            values[3] = Double.NaN;
            draft.put("obs/y_um", doubles(values));
        });
        faults.put(CaseRule.CASE_OBS_005, draft -> draft.put("obs/cluster_id", code(draft, "obs/cluster_id", 3)));
        faults.put(CaseRule.CASE_OBS_006, draft -> text(draft, "obs/cell_id", 1, "another"));
        faults.put(CaseRule.CASE_OBS_007, draft -> draft.put("obs/cluster_id", doubles(new double[CELLS])));
        faults.put(
                CaseRule.CASE_POS_001,
                draft -> draft.put("obsm/spatial", new Element.Dense(Numbers.of(new double[3 * CELLS], CELLS, 3))));
        faults.put(
                CaseRule.CASE_POS_002,
                draft -> draft.put("obsm/spatial", new Element.Dense(Numbers.of(new double[2 * CELLS], CELLS, 2))));
        faults.put(CaseRule.CASE_X_001, draft -> draft.put("X", null));
        faults.put(CaseRule.CASE_X_002, draft -> {
            Element.Sparse old = x(draft);
            long[] shape = {CELLS, GENES + 1};
            draft.put("X", new Element.Sparse(false, shape, old.data(), old.indices(), old.starts()));
        });
        faults.put(
                CaseRule.CASE_X_003,
                draft -> draft.put("X", new Element.Dense(Numbers.of(new double[CELLS * GENES], CELLS, GENES))));
        faults.put(
                CaseRule.CASE_X_004,
                draft -> matrix(draft, null, null, ((Element.Dense) ints(x(draft).starts(), 1, 100_000)).values()));
        faults.put(CaseRule.CASE_X_005, draft -> index(draft, indices -> indices[0] = GENES));
        faults.put(
                CaseRule.CASE_X_006,
                draft -> index(draft, indices -> {
                    int at = pair(draft);
                    int kept = indices[at];
                    indices[at] = indices[at + 1];
                    indices[at + 1] = kept;
                }));
        faults.put(
                CaseRule.CASE_X_007, draft -> index(draft, indices -> indices[pair(draft) + 1] = indices[pair(draft)]));
        faults.put(CaseRule.CASE_X_008, draft -> {
            double[] values = x(draft).data().doubles();
            values[2] = 0.5;
            matrix(draft, Numbers.of(values), null, null);
        });
        faults.put(CaseRule.CASE_VAR_001, draft -> draft.put("var/feature_id", null));
        faults.put(CaseRule.CASE_VAR_002, draft -> {
            Element.Frame var = (Element.Frame) draft.get("var");
            String[] index = ((Element.Strings) var.index()).values().clone();
            index[1] = index[0];
            Element same = new Element.Strings(index, new long[] {GENES});
            draft.put("var", new Element.Frame(var.indexName(), same, var.columns()));
        });
        faults.put(CaseRule.CASE_VAR_003, draft -> text(draft, "var/feature_name", 2, " "));
        faults.put(CaseRule.CASE_VAR_004, draft -> {
            String[] types = new String[GENES];
            Arrays.fill(types, "Gene Expression");
            types[4] = "Antibody Capture";
            draft.put("var/feature_type", new Element.Strings(types, new long[] {GENES}));
        });
        faults.put(CaseRule.CASE_VAR_005, draft -> draft.put("var/feature_type", code(draft, "var/feature_type", 1)));
        faults.put(CaseRule.CASE_SHAPE_001, draft -> draft.put("obsm/X_pca", doubles(1, 2, 3)));
        faults.put(CaseRule.CASE_MOD_001, draft -> draft.put("uns/modalities/protein", null));
        faults.put(CaseRule.CASE_MOD_002, draft -> draft.put("uns/modalities/protein/X", draft.get("X")));
        faults.put(
                CaseRule.CASE_MOD_003,
                draft -> draft.put(
                        "uns/modalities/protein/X", new Element.Dense(Numbers.of(filled(3 * CELLS, -1), CELLS, 3))));
        faults.put(CaseRule.CASE_MOD_004, draft -> draft.put("uns/modalities/other", Element.Dict.EMPTY));
        faults.put(CaseRule.CASE_META_001, draft -> draft.put("uns/spatho/sample", null));
        faults.put(CaseRule.CASE_META_002, draft -> draft.put("uns/spatho/platform", new Element.Text("microscope")));
        faults.put(CaseRule.CASE_META_003, draft -> draft.put("uns/spatho/coordinate_unit", new Element.Text("pixel")));
        faults.put(CaseRule.CASE_META_004, draft -> text(draft, "uns/spatho/sources/sha256", 0, "not a digest"));
        faults.put(CaseRule.CASE_META_005, CaseValidationTest::withoutSources);
        faults.put(CaseRule.CASE_META_006, draft -> {
            draft.put("uns/spatho/transforms/a", doubles(0));
            draft.put("uns/spatho/transforms/e", doubles(0));
        });
        faults.put(
                CaseRule.CASE_META_007,
                draft -> draft.put("uns/spatho/panel/fingerprint", new Element.Text("0".repeat(64))));
        faults.put(
                CaseRule.CASE_META_008,
                draft -> draft.put(
                        "uns/spatho/pixel_size_um", new Element.Dense(Numbers.of(new double[] {Double.NaN}))));
        faults.put(
                CaseRule.CASE_PLOT_001,
                draft -> draft.put("uns/spatial/sample _ one/scalefactors/tissue_lowres_scalef", null));
        return faults;
    }

    private static void withoutSources(Draft draft) {
        Element none = new Element.Strings(new String[0], new long[] {0});
        draft.put("uns/spatho/sources", new Element.Frame("_index", none, Map.of("sha256", none, "bytes", doubles())));
    }

    private static double[] filled(int n, double value) {
        double[] values = new double[n];
        Arrays.fill(values, value);
        return values;
    }

    private static Numbers cube() {
        return Numbers.of(new double[8], 2, 2, 2);
    }

    @Test
    void aSoundCaseHasNoViolation() {
        Validation validation = Validation.of(good(), workers);
        assertThat(validation.violations()).isEmpty();
        assertThat(validation.isValid(true)).isTrue();
        assertThat(damaged(draft -> {}).violations()).isEmpty();
    }

    @Test
    void everyFaultHasItsCode() {
        Map<Rule, Consumer<Draft>> faults = faults();
        assertThat(CaseRule.values()).allMatch(faults::containsKey);
        faults.forEach((rule, damage) -> {
            Validation validation = damaged(damage);
            assertThat(validation.counts()).as(rule.code()).containsKey(rule);
            assertThat(validation.isValid(true)).isFalse();
            assertThat(validation.violations())
                    .filteredOn(violation -> violation.rule() == rule)
                    .allSatisfy(violation -> assertThat(violation.line())
                            .startsWith(rule.code() + " " + rule.severity().id() + ": " + rule.meaning())
                            .contains(rule.remedy())
                            .doesNotContain("\n"));
        });
    }

    @Test
    void warningsCountOnlyWhenStrict() {
        Validation validation = damaged(faults().get(CaseRule.CASE_VAR_003));
        assertThat(validation.counts()).doesNotContainKey(CaseRule.CASE_X_008);
        assertThat(damaged(faults().get(CaseRule.CASE_MOD_004)).isValid(false)).isTrue();
        assertThat(damaged(faults().get(CaseRule.CASE_MOD_004)).isValid(true)).isFalse();
    }

    @Test
    void aBrokenFileIsOneViolationAndNothingIsAnError() throws IOException {
        Path file = folder.resolve("broken.h5ad");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(good()), 500));
        Validation validation = Validation.of(file, workers);
        assertThat(validation.counts()).containsOnlyKeys(CaseRule.CASE_FILE_001);
        assertThatThrownBy(() -> Validation.of(folder.resolve("nothing"), workers))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nothing at this path");
    }

    @Test
    void onlyTheFirstFewOfARuleAreListed() {
        Validation validation = damaged(
                draft -> draft.put("obsm/spatial", new Element.Dense(Numbers.of(new double[2 * CELLS], CELLS, 2))));
        assertThat(validation.violations()).hasSize(Findings.LISTED);
        assertThat(validation.counts()).containsEntry(CaseRule.CASE_POS_002, (long) CELLS);
    }
}
