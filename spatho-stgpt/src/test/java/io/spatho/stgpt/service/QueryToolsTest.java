package io.spatho.stgpt.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.StrictJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.region.CellMembership;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.region.PlantedCase;
import io.spatho.stgpt.service.EmbeddedCase.RegionFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to a planted case: stripes of three kinds, each cut into two regions, with vectors that know their stripe. */
final class QueryToolsTest {

    private static final PlantedCase PLANTED = PlantedCase.of(18, 30, 4, 1);
    private static final EmbeddedCase CASE = embedded(Optional.empty());

    @TempDir
    private Path folder;

    private static EmbeddedCase embedded(Optional<Verdict> registration) {
        SpatialDataset dataset = PLANTED.dataset();
        DenseMatrix vectors = DenseMatrix.zeros(dataset.size(), 4);
        List<CellMembership> members = new ArrayList<>();
        int[] regionOf = new int[dataset.size()];
        for (int cell = 0; cell < dataset.size(); cell++) {
            int stripe = PLANTED.stripes()[cell];
            double noise = 0.1 * Math.sin(cell);
            double length = Math.sqrt(1 + noise * noise);
            vectors.values()[4 * cell + stripe] = (float) (1 / length);
            vectors.values()[4 * cell + 3] = (float) (noise / length);
            regionOf[cell] = 2 * stripe + (dataset.yUm()[cell] > 90 ? 1 : 0);
        }
        for (int region = 0; region < 6; region++) {
            int wanted = region;
            int[] cells = IntStream.range(0, regionOf.length)
                    .filter(cell -> regionOf[cell] == wanted)
                    .toArray();
            for (int cell : cells) {
                members.add(new CellMembership(region, cell, CellMembership.Role.INNER, 1.0 / cells.length, 10));
            }
        }
        List<RegionFacts> facts = IntStream.range(0, 6)
                .mapToObj(i -> new RegionFacts("r" + i, "stripe " + i / 2, 0, 0, 54, "ok"))
                .toList();
        CellEmbedding embedding = new CellEmbedding(
                "stgpt", vectors, Optional.of(new ModelReference("made", "1", "a".repeat(64))), false);
        String[] labels =
                Arrays.stream(PLANTED.stripes()).mapToObj(s -> "kind" + s).toArray(String[]::new);
        return new EmbeddedCase(
                dataset,
                embedding,
                facts,
                members,
                EmbeddedCase.pooled(embedding, members, 6),
                Map.of("cell_type", labels),
                registration);
    }

    private StgptRuntime runtime(int threads) {
        return new StgptRuntime(folder.resolve("threads-" + threads), threads, 3, Progress.SILENT);
    }

    private static List<String> ids(RetrieveRegionsTool.Result result) {
        return result.hits().stream().map(hit -> hit.region().id()).toList();
    }

    @Test
    void theLikeOfARegionIsTheOtherHalfOfItsStripe() {
        try (StgptRuntime runtime = runtime(1)) {
            var answer = runtime.retrieveRegions(
                    new RetrieveRegionsTool.Request(CASE, new RetrieveRegionsTool.ByRegion("r2"), 3));

            assertThat(ids(answer.result())).hasSize(3).startsWith("r3").doesNotContain("r2");
            assertThat(answer.evidence().get(0)).isInstanceOf(ModelDerived.class);
            assertThatThrownBy(() -> runtime.retrieveRegions(
                            new RetrieveRegionsTool.Request(CASE, new RetrieveRegionsTool.ByRegion("r9"), 3)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("r0, r1");
        }
    }

    @Test
    void genesRetrieveByMeasurementAlone() {
        try (StgptRuntime runtime = runtime(1)) {
            var query = new RetrieveRegionsTool.ByGenes(List.of("GENE1", "GENE4", "ABSENT"));
            var answer = runtime.retrieveRegions(new RetrieveRegionsTool.Request(CASE, query, 2));

            assertThat(ids(answer.result())).containsExactlyInAnyOrder("r2", "r3");
            assertThat(answer.result().missingGenes()).containsExactly("ABSENT");
            assertThat(answer.evidence().get(0)).isInstanceOf(Measured.class);
            assertThat(answer.evidence().get(0).statement().qcStatus()).isEqualTo(QcStatus.WARN);
        }
    }

    @Test
    void aPicturesVectorIsTakenInItsOwnSpaceAndWithTheRegistrationsVerdict() {
        DenseMatrix space = new DenseMatrix(6, 2, new float[] {1, 0, 0, 1, -1, 0, 0, -1, 1, 1, -1, -1});
        var query =
                new RetrieveRegionsTool.ByVector("picture", new float[] {0, 5}, Optional.of(space), Optional.empty());
        Verdict sure = Guardrails.REGISTRATION_CONFIDENCE.pass("slide", "All inside.");
        Verdict unsure = Guardrails.REGISTRATION_CONFIDENCE.fail("slide", "Half outside.");
        try (StgptRuntime runtime = runtime(1)) {
            var good = runtime.retrieveRegions(new RetrieveRegionsTool.Request(embedded(Optional.of(sure)), query, 1));
            var bad = runtime.retrieveRegions(new RetrieveRegionsTool.Request(embedded(Optional.of(unsure)), query, 1));

            assertThat(ids(good.result())).containsExactly("r1");
            assertThat(good.evidence().get(0).statement().qcStatus()).isEqualTo(QcStatus.PASS);
            assertThat(bad.evidence().get(0).statement().qcStatus()).isEqualTo(QcStatus.WARN);
            assertThat(bad.verdicts()).containsExactly(unsure);
            var short1 = new RetrieveRegionsTool.ByVector("x", new float[3], Optional.empty(), Optional.empty());
            assertThatThrownBy(() -> runtime.retrieveRegions(new RetrieveRegionsTool.Request(CASE, short1, 1)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("4 numbers");
        }
    }

    @Test
    void stripesLieApartAndHalvesOfOneDoNot() {
        try (StgptRuntime runtime = runtime(1)) {
            var apart = runtime.compareRegions(
                    new CompareRegionsTool.Request(CASE, List.of("structure:stripe 0"), List.of("r2", "r3")));
            var halves = runtime.compareRegions(new CompareRegionsTool.Request(CASE, List.of("r0"), List.of("r1")));

            assertThat(apart.result().distance()).isCloseTo(1, within(0.02));
            var interval = apart.evidence().get(1).statement().uncertainty().orElseThrow();
            assertThat(apart.result().distance()).isBetween(interval.lower() - 0.02, interval.upper() + 0.02);
            assertThat(halves.result().distance()).isLessThan(0.01);
            assertThat(halves.result()
                            .document()
                            .path("distance")
                            .path("share_of_random_deals_as_far")
                            .asDouble())
                    .isGreaterThan(0.01);
            assertThat(apart.result().differingGenes())
                    .isGreaterThan(10)
                    .isGreaterThan(halves.result().differingGenes());
            assertThat(apart.evidence().get(0)).isInstanceOf(Measured.class);
            assertThat(apart.evidence().get(1)).isInstanceOf(ModelDerived.class);
            assertThatThrownBy(() -> runtime.compareRegions(
                            new CompareRegionsTool.Request(CASE, List.of("r0"), List.of("r0", "r1"))))
                    .isInstanceOf(UsageException.class);
        }
    }

    @Test
    void theObservationThatPointsElsewhereCarriesMost() {
        DenseMatrix vectors = new DenseMatrix(4, 2, new float[] {1, 0, 1, 0, 1, 0, 0, 1});
        double[] influence = ExplainRegionTool.influence(vectors, new int[] {0, 1, 2, 3}, new double[] {1, 1, 1, 1});
        // The sum (3, 1) becomes (3, 0) without the odd one, and (2, 1) without another.
        assertThat(influence[3]).isCloseTo(1 - 3 / Math.sqrt(10), within(1e-12));
        assertThat(influence[0]).isCloseTo(1 - 7 / Math.sqrt(50), within(1e-12));
    }

    @Test
    void anExplanationWithoutANetworkIsCalledAnAssociation() {
        try (StgptRuntime runtime = runtime(1)) {
            var answer = runtime.explainRegion(new ExplainRegionTool.Request(CASE, "r4", 5, Optional.empty()));

            assertThat(answer.result().document().path("genes_are").asText()).isEqualTo("association");
            assertThat(answer.evidence().get(0).statement().qcStatus()).isEqualTo(QcStatus.WARN);
            int gene = Integer.parseInt(
                    answer.result().strongestGene().orElseThrow().substring("GENE".length()));
            assertThat(gene).isBetween(0, 29);
        }
    }

    @Test
    void aNicheIsFoundByLabelsGenesAndExamples() {
        try (StgptRuntime runtime = runtime(1)) {
            var answer = runtime.scoreNiche(new ScoreNicheTool.Request(
                    CASE, "cell_type", List.of("kind2"), List.of("GENE2", "GENE5"), List.of("r5")));

            assertThat(answer.result().regions().subList(0, 2))
                    .extracting(RegionFacts::id)
                    .containsExactlyInAnyOrder("r4", "r5");
            assertThat(answer.evidence().get(0)).isInstanceOf(ModelDerived.class);
            var measured = runtime.scoreNiche(
                    new ScoreNicheTool.Request(CASE, "cell_type", List.of("kind2"), List.of(), List.of()));
            assertThat(measured.evidence().get(0)).isInstanceOf(Measured.class);
            assertThatThrownBy(() -> runtime.scoreNiche(
                            new ScoreNicheTool.Request(CASE, "cell_type", List.of("kind7"), List.of(), List.of())))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("kind0");
        }
    }

    @Test
    void threadsDoNotChangeAByte() {
        for (int threads : new int[] {1, 2}) {
            try (StgptRuntime runtime = runtime(threads)) {
                runtime.compareRegions(new CompareRegionsTool.Request(CASE, List.of("r0"), List.of("r3")));
                runtime.scoreNiche(new ScoreNicheTool.Request(
                        CASE, "cell_type", List.of("kind2"), List.of("GENE2"), List.of("r5")));
            }
        }
        for (String file : List.of(
                "query/comparison.json",
                "query/comparison_genes.parquet",
                "query/niche.json",
                "query/niche_scores.parquet")) {
            assertThat(folder.resolve("threads-1").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("threads-2").resolve(file));
        }
    }

    @Test
    void aRunThatCallsImputedValuesMeasuredIsBlocked() {
        String artifact =
                "{\"path\": \"regions/predictions/imputed_cells.parquet\", \"media_type\": \"x\", \"rows\": 1,"
                        + " \"bytes\": 1, \"sha256\": \"00\", \"origin\": \"ORIGIN\"}";
        for (String origin : List.of("measured", "model_derived")) {
            FinishedRun run = new FinishedRun(
                    folder,
                    StrictJson.parse("{\"artifacts\": [" + artifact.replace("ORIGIN", origin) + "]}", "manifest"));
            if (origin.equals("measured")) {
                assertThatThrownBy(run::requireOrigins)
                        .isInstanceOf(GuardrailException.class)
                        .hasMessageContaining("IMPUTATION_NOT_MEASURED")
                        .extracting(failure -> ((GuardrailException) failure).exitCode())
                        .isEqualTo(4);
            } else {
                run.requireOrigins();
            }
        }
    }

    @Test
    void everyToolIsListedOnceWithARequestThatRefusesUnknownKeys() {
        List<RuntimeTools.Description> tools = RuntimeTools.all();

        assertThat(tools)
                .extracting(RuntimeTools.Description::name)
                .containsExactly(
                        "validate_case",
                        "embed_cells",
                        "embed_regions",
                        "summarize_structures",
                        "retrieve_regions",
                        "compare_regions",
                        "impute_region_panel",
                        "score_niche",
                        "explain_region",
                        "evaluate_checkpoint",
                        "package_model",
                        "export_spatho_artifacts");
        assertThat(tools).allSatisfy(tool -> {
            assertThat(tool.description()).endsWith(".");
            assertThat(tool.inputSchema().path("type").asText()).isEqualTo("object");
            assertThat(tool.inputSchema().path("additionalProperties").asBoolean(true))
                    .isFalse();
            tool.inputSchema().path("required").forEach(key -> assertThat(
                            tool.inputSchema().path("properties").has(key.asText()))
                    .isTrue());
        });
        assertThat(RuntimeTools.of("retrieve_regions").orElseThrow().description())
                .isEqualTo(new RetrieveRegionsTool().purpose());
    }
}
