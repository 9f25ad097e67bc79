package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.h5ad.H5adReader;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.StrictJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.CellMembership;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunVerifier;
import io.spatho.core.table.Table;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.runtime.EmbeddingSource;
import io.spatho.stgpt.service.EmbeddedCase.RegionFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A run that reached its end: its manifest was checked against every file, and its case, regions and vectors can be read back.
 *
 * @param folder the run's folder
 * @param manifest its manifest
 */
public record FinishedRun(Path folder, JsonNode manifest) {

    private static final String CASE = "case.h5ad";
    private static final List<String> LABELS =
            List.of("cell_type", "cluster_id", "structure_id", "structure_label", "region_id");

    /** Whether a folder holds a run that reached its end. */
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(RunFolder.MANIFEST));
    }

    /**
     * Opens a run.
     *
     * @throws InputException when there is none, or when a file was altered or lost since
     * @throws GuardrailException when its manifest calls measured what a model made
     */
    public static FinishedRun open(Path folder) {
        List<String> faults = RunVerifier.verify(folder).findings().stream()
                .filter(finding -> !finding.startsWith("extra: "))
                .toList();
        if (!faults.isEmpty()) {
            throw new InputException(Problem.of("the run is not as its manifest says: " + faults.get(0))
                    .at(folder)
                    .fix("spatho verify names every difference; run again with --force"));
        }
        FinishedRun run = new FinishedRun(folder, StrictJson.read(folder.resolve(RunFolder.MANIFEST)));
        run.requireOrigins();
        return run;
    }

    /** What a model made must not be called measured. */
    void requireOrigins() {
        for (Artifact artifact : artifacts()) {
            boolean made = artifact.path().startsWith("regions/predictions/")
                    || (artifact.path().startsWith("stgpt/")
                            && !manifest.path("models").isEmpty());
            if (made && artifact.origin() != Origin.MODEL_DERIVED) {
                Verdict verdict = Guardrails.IMPUTATION_NOT_MEASURED.fail(
                        artifact.path(), "The run calls measured what a model made.");
                throw new GuardrailException(
                        Problem.of("guardrail " + verdict.guardrail() + " blocked the run: " + verdict.detail())
                                .at(folder.resolve(artifact.path())));
            }
        }
    }

    /** Every file of the run that its manifest names. */
    public List<Artifact> artifacts() {
        List<Artifact> artifacts = new ArrayList<>();
        manifest.path("artifacts").forEach(node -> artifacts.add(Artifact.read(node)));
        return artifacts;
    }

    /** The network that the run trained on its case and left in {@code stgpt/model/}, unless it used another. */
    public Optional<EmbeddingSource> network(DeviceRequest device) {
        Path model = folder.resolve("stgpt/model");
        return Files.isRegularFile(model.resolve("model.json"))
                ? Optional.of(EmbeddingSource.FromRegionModel.open(model, device))
                : Optional.empty();
    }

    /** The case with its regions and main vectors. */
    public EmbeddedCase embeddedCase(Workers workers) {
        SpatialDataset all = H5adReader.read(required(CASE), workers);
        SpatialDataset kept = all.select(keptRows(all));
        Map<String, String[]> labels = new TreeMap<>();
        for (String name : LABELS) {
            if (kept.obs().has(name)) {
                labels.put(name, kept.obs().strings(name));
            }
        }
        Table regions = ParquetTable.read(required("regions/region_embeddings.parquet"));
        List<RegionFacts> facts = facts(regions);
        List<CellMembership> members = members(facts, kept);
        CellEmbedding embedding = embedding(kept);
        return new EmbeddedCase(
                kept,
                embedding,
                facts,
                members,
                EmbeddedCase.pooled(embedding, members, facts.size()),
                labels,
                registration());
    }

    private Path required(String path) {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new InputException(Problem.of("the run did not make " + path)
                    .at(folder)
                    .expected("a whole run", "an early stage of an analysis, or a study")
                    .fix("Use the folder of spatho run"));
        }
        return file;
    }

    /** Observations that quality control kept have principal components; the others have none. */
    private int[] keptRows(SpatialDataset all) {
        DenseMatrix components = all.obsm().get("X_pca");
        if (components == null) {
            throw new InputException(
                    Problem.of("the case has no principal components").at(folder.resolve(CASE)));
        }
        return IntStream.range(0, all.size())
                .filter(row -> !Float.isNaN(components.get(row, 0)))
                .toArray();
    }

    private static List<RegionFacts> facts(Table table) {
        String[] ids = table.strings("region_id");
        String[] structures = table.strings("structure_label");
        String[] flags = table.strings("qc_flag");
        double[] x = table.doubles("x");
        double[] y = table.doubles("y");
        double[] cells = table.doubles("n_cells");
        return IntStream.range(0, ids.length)
                .mapToObj(i -> new RegionFacts(
                        ids[i], structures[i] == null ? "" : structures[i], x[i], y[i], (int) cells[i], flags[i]))
                .toList();
    }

    private List<CellMembership> members(List<RegionFacts> regions, SpatialDataset kept) {
        Map<String, Integer> regionOf = new HashMap<>();
        regions.forEach(region -> regionOf.put(region.id(), regionOf.size()));
        Map<String, Integer> rowOf = new HashMap<>(2 * kept.size());
        String[] ids = kept.cellIds();
        for (int row = 0; row < ids.length; row++) {
            rowOf.put(ids[row], row);
        }
        Map<String, CellMembership.Role> roles = new HashMap<>();
        Arrays.stream(CellMembership.Role.values()).forEach(role -> roles.put(role.id(), role));
        Table table = ParquetTable.read(required("regions/region_cell_membership.parquet"));
        String[] region = table.strings("region_id");
        String[] cell = table.strings("cell_id");
        String[] role = table.strings("role");
        double[] weight = table.doubles("weight");
        double[] distance = table.doubles("distance_um");
        List<CellMembership> members = new ArrayList<>(table.rows());
        for (int row = 0; row < table.rows(); row++) {
            Integer number = regionOf.get(region[row]);
            Integer observation = rowOf.get(cell[row]);
            if (number == null || observation == null || !roles.containsKey(role[row])) {
                throw new InputException(
                        Problem.of("a member of a region belongs to no region or observation of the run")
                                .at(folder.resolve("regions/region_cell_membership.parquet") + ", row " + row)
                                .expected("a known region, observation and role", region[row] + ", " + cell[row]));
            }
            members.add(new CellMembership(number, observation, roles.get(role[row]), weight[row], distance[row]));
        }
        return members;
    }

    /** The model's vectors where there are some, else the principal components. */
    private CellEmbedding embedding(SpatialDataset kept) {
        DenseMatrix vectors = kept.obsm().get("X_stgpt");
        Path report = folder.resolve("stgpt/qc_report.json");
        if (vectors == null || !Files.isRegularFile(report)) {
            return new CellEmbedding("pca", kept.obsm().get("X_pca"), Optional.empty(), false);
        }
        JsonNode model = StrictJson.read(report).path("model");
        return new CellEmbedding(
                "stgpt",
                vectors,
                Optional.of(new ModelReference(
                        model.path("name").asText(),
                        model.path("version").asText(),
                        model.path("fingerprint").asText())),
                StrictJson.read(report)
                        .path("metrics")
                        .path("low_panel_overlap")
                        .asBoolean());
    }

    /** What the run said of how positions lie: the worst of its verdicts. */
    private Optional<Verdict> registration() {
        List<Verdict> verdicts = new ArrayList<>();
        manifest.path("guardrails").path("verdicts").forEach(node -> verdicts.add(Verdict.read(node)));
        return verdicts.stream()
                .filter(verdict -> verdict.guardrail().equals(Guardrails.REGISTRATION_CONFIDENCE.name()))
                .max((one, other) -> one.outcome().compareTo(other.outcome()));
    }
}
