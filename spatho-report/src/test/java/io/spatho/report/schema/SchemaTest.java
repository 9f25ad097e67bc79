package io.spatho.report.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.report.MadeRun;
import io.spatho.report.content.ReportInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaTest {

    private static final Path FOLDER = Path.of(System.getProperty("spatho.root"), "docs", "schemas");

    @TempDir
    static Path folder;

    private final Map<String, JsonSchema> schemas = new HashMap<>();
    private ReportInput run;

    @BeforeAll
    void makeRun() {
        run = MadeRun.of(folder, 400, 8, true);
    }

    private static JsonNode definition(String name) {
        return StrictJson.read(FOLDER.resolve(name + ".schema.json"));
    }

    private Set<ValidationMessage> check(String name, JsonNode document) {
        return schemas.computeIfAbsent(name, key -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(definition(key)))
                .validate(document);
    }

    @Test
    void everySchemaIsValidAgainstItsOwnSpecification() throws Exception {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                assertThat(meta.validate(StrictJson.read(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void acceptsEveryPieceOfEvidenceOfARun() {
        assertThat(run.findings().evidence()).isNotEmpty();
        for (Evidence evidence : run.findings().evidence()) {
            assertThat(check("evidence", evidence.toJson())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evidence_id, \"ev_1\"",
        "unit, \"organ\"",
        "measured, \"yes\"",
        "supporting_artifacts, []",
        "uncertainty, {}",
        "extra, 1"
    })
    void refusesEvidenceWithAFault(String field, String value) {
        ObjectNode broken = (ObjectNode) run.findings().evidence().get(0).toJson();
        broken.set(field, StrictJson.parse(value, "test"));
        assertThat(check("evidence", broken)).isNotEmpty();
    }

    @Test
    void refusesEvidenceThatIsBothMeasuredAndModelDerived() {
        ObjectNode both = (ObjectNode) run.findings().evidence().get(0).toJson();
        both.put("model_derived", true);
        assertThat(check("evidence", both)).isNotEmpty();
    }

    @Test
    void refusesModelDerivedEvidenceWithoutAModel() {
        ObjectNode orphan = (ObjectNode) run.findings().evidence().stream()
                .filter(io.spatho.core.evidence.ModelDerived.class::isInstance)
                .findFirst()
                .orElseThrow()
                .toJson();
        orphan.putNull("model");
        assertThat(check("evidence", orphan)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "qc, analysis/qc.json",
        "spatial_entropy, analysis/spatial_entropy.json",
        "stgpt_qc_report, stgpt/qc_report.json",
        "stgpt_training, stgpt/training.json"
    })
    void acceptsDocumentsOfARunAndMissesWhatIsTakenAway(String name, String path) {
        ObjectNode document = (ObjectNode) StrictJson.read(run.store().locate(path));
        assertThat(check(name, document)).isEmpty();
        for (JsonNode required : definition(name).path("required")) {
            ObjectNode less = document.deepCopy();
            less.remove(required.asText());
            assertThat(check(name, less)).as("without " + required).isNotEmpty();
        }
    }

    @Test
    void acceptsReportsOfRegions() {
        ObjectNode report = CanonicalJson.object();
        report.put("n_regions_total", 3).put("n_regions_with_image", 0).put("n_regions_no_image", 3);
        report.put("n_cells_assigned", 120).put("image_coverage", 0.0);
        report.putObject("structure_counts").put("Tumour", 2).put("Stroma", 1);
        assertThat(check("region_qc_report", report)).isEmpty();
        assertThat(check("region_qc_report", report.deepCopy().put("image_coverage", 1.2)))
                .isNotEmpty();
        JsonNode images = StrictJson.parse(
                "{\"regions\":[{\"region_id\":\"region_0001\",\"image\":null,\"crop\":null,\"mpp\":null,"
                        + "\"transform\":null,\"mask\":null},{\"region_id\":\"region_0002\",\"image\":\"he.png\","
                        + "\"crop\":[1,2,3,4],\"mpp\":0.5,"
                        + "\"transform\":[2,0,0,0,2,0],\"mask\":null}]}",
                "test");
        assertThat(check("region_image_manifest", images)).isEmpty();
        assertThat(check("region_image_manifest", CanonicalJson.object())).isNotEmpty();
    }
}
