package io.spatho.report.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The run as the sections of a report read it. Tables and documents are read once and kept; one that the run did not make is
 * absent, never empty.
 */
public final class ReportData {

    private final ReportInput input;
    private final Detail detail;
    private final Map<String, Artifact> artifacts;
    private final Map<String, Table> tables;
    private final Map<String, JsonNode> documents;
    private final CitedEvidence evidence;
    private Optional<Cells> cells = Optional.empty();
    private List<RegionOutline> outlines;

    /** The run that {@code input} describes. */
    public ReportData(ReportInput input, Detail detail) {
        this.input = input;
        this.detail = detail;
        this.artifacts = new HashMap<>();
        this.tables = new HashMap<>();
        this.documents = new HashMap<>();
        this.evidence = CitedEvidence.of(input.findings(), detail.tableRows());
        input.provenance().artifacts().forEach(artifact -> artifacts.put(artifact.path(), artifact));
    }

    private ReportData(ReportData other, Detail detail) {
        this.input = other.input;
        this.detail = detail;
        this.artifacts = other.artifacts;
        this.tables = other.tables;
        this.documents = other.documents;
        this.cells = other.cells;
        this.outlines = other.outlines;
        this.evidence = CitedEvidence.of(input.findings(), detail.tableRows());
    }

    /** The same run, shown in another degree of detail; what has been read is not read again. */
    public ReportData at(Detail other) {
        return new ReportData(this, other);
    }

    /** What the report is made from. */
    public ReportInput input() {
        return input;
    }

    /** How much to show. */
    public Detail detail() {
        return detail;
    }

    /** The evidence and the claims that rest on it. */
    public CitedEvidence evidence() {
        return evidence;
    }

    /** A file of the run. */
    public Optional<Artifact> artifact(String path) {
        return Optional.ofNullable(artifacts.get(path));
    }

    /** Whether a file of the run was made with a trained model. */
    public boolean isModelDerived(String path) {
        return artifact(path)
                .filter(found -> found.origin() == Origin.MODEL_DERIVED)
                .isPresent();
    }

    /** A table of the run. */
    public Optional<Table> table(String path) {
        if (!artifacts.containsKey(path)) {
            return Optional.empty();
        }
        return Optional.of(tables.computeIfAbsent(path, input.store()::readTable));
    }

    /** The rows of a table of the run. */
    public Optional<TableRows> rows(String path) {
        return table(path).map(TableRows::new);
    }

    /** The rows of a table that is read for one section and not kept. */
    public Optional<TableRows> rowsOnce(String path) {
        return artifact(path)
                .map(found -> new TableRows(
                        tables.containsKey(path)
                                ? tables.get(path)
                                : input.store().readTable(path)));
    }

    /** A JSON document of the run; a missing node when it was not made. */
    public JsonNode json(String path) {
        if (!artifacts.containsKey(path)) {
            return MissingNode.getInstance();
        }
        return documents.computeIfAbsent(
                path, name -> StrictJson.read(input.store().locate(name)));
    }

    /** The observations. */
    public Optional<Cells> cells() {
        if (cells.isEmpty()) {
            cells = table("analysis/clusters.parquet").map(Cells::of);
        }
        return cells;
    }

    /** How many observations name a region as theirs, NaN when that is unknown. */
    public double cellsIn(String region) {
        if (cells().isEmpty()) {
            return Double.NaN;
        }
        Labels regions = cells().get().regions();
        int place = regions.names().indexOf(region);
        return place < 0 ? Double.NaN : regions.counts()[place];
    }

    /** The outlines of the regions; empty when there are none. */
    public List<RegionOutline> outlines() {
        if (outlines == null) {
            outlines = RegionOutline.read(json("regions/regions.geojson"));
        }
        return outlines;
    }

    /** Why an artifact was not made, as far as it is known. */
    public String reasonFor(String path) {
        return input.remarks().omissions().stream()
                .filter(omission -> omission.explains(path))
                .findFirst()
                .map(Omission::reason)
                .orElse("The run contains no file " + path + ".");
    }

    /** Several of something: {@code 1 cell}, {@code 2 cells}. */
    public String observations(long count) {
        return io.spatho.report.text.Numbers.count(count) + " " + observationWord(count != 1);
    }

    /** What observations are called, at the head of a column. */
    public String observationHeading() {
        String word = observationWord(true);
        return word.isEmpty() ? "Observations" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** What observations are called on this platform. */
    public String observationWord(boolean plural) {
        return input.subject().observation() + (plural ? "s" : "");
    }
}
