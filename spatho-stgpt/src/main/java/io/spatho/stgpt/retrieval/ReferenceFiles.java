package io.spatho.stgpt.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The files of a reference index: {@code index.json}, {@code cells.parquet}, {@code expression.parquet} (one row for each value above
 * 0) and {@code vectors.safetensors}.
 */
public final class ReferenceFiles {

    /** Where a run keeps them. */
    public static final String FOLDER = "rag/index";

    /** The document on the index. */
    public static final String DOCUMENT = FOLDER + "/index.json";

    static final String KIND = "spatho reference index";

    private static final String CELLS = "cells.parquet";
    private static final String EXPRESSION = "expression.parquet";
    private static final String VECTORS = "vectors.safetensors";

    private ReferenceFiles() {}

    /** Writes an index; the table of its cells. */
    static Artifact save(ReferenceIndex index, ReferenceSettings settings, SmallWorldCells graph, ArtifactStore store) {
        String[] names = new String[index.size()];
        for (int cell = 0; cell < names.length; cell++) {
            names[cell] = index.typeNames().get(index.types()[cell]);
        }
        Artifact cells = store.table(
                FOLDER + "/" + CELLS,
                Origin.MEASURED,
                Table.ofRows(index.size())
                        .with("cell_id", new Column.Strings(index.cellIds()))
                        .with("cell_type", new Column.Strings(names)));
        CsrMatrix expression = index.expression();
        int[] rows = new int[expression.values().length];
        for (int row = 0; row < expression.rows(); row++) {
            Arrays.fill(rows, expression.start(row), expression.end(row), row);
        }
        store.table(
                FOLDER + "/" + EXPRESSION,
                Origin.MEASURED,
                Table.ofRows(rows.length)
                        .with("cell", new Column.Ints(rows))
                        .with("gene", new Column.Ints(expression.columnIndices()))
                        .with("value", new Column.Floats(expression.values())));
        store.file(FOLDER + "/" + VECTORS, "application/octet-stream", Origin.MEASURED, file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                SafetensorsWriter.write(
                        out,
                        List.of(tensor("vectors", index.vectors()), tensor("loadings", index.loadings())),
                        Map.of());
            }
        });
        store.json(DOCUMENT, Origin.MEASURED, document(index, settings, graph));
        return cells;
    }

    private static NamedTensor tensor(String name, DenseMatrix matrix) {
        return new NamedTensor(name, new long[] {matrix.rows(), matrix.columns()}, matrix.values());
    }

    private static ObjectNode document(ReferenceIndex index, ReferenceSettings settings, SmallWorldCells graph) {
        ObjectNode json = CanonicalJson.object();
        json.put("kind", KIND)
                .put("version", 1)
                .put("fingerprint", index.fingerprint().sha256())
                .put("cells", index.size())
                .put("cell_type_column", settings.cellType())
                .put("space", index.space())
                .put("width", index.vectors().columns())
                .put("target_sum", index.targetSum())
                .put("most_per_type", settings.mostPerType())
                .put("seed", settings.seed());
        int[] sizes = index.typeSizes();
        var types = json.putArray("cell_types");
        for (int type = 0; type < sizes.length; type++) {
            types.addObject().put("name", index.typeNames().get(type)).put("cells", sizes[type]);
        }
        index.genes().forEach(json.putArray("genes")::add);
        json.putObject("small_world")
                .put("links", SmallWorldCells.LINKS)
                .put("beam", graph.beam())
                .put("recall_of_ten", graph.recall());
        return json;
    }

    /**
     * Reads an index back.
     *
     * @param place the folder, or that of the run which made it
     * @throws InputException when a file is missing, broken or not the one that the fingerprint was made of
     */
    public static ReferenceIndex load(Path place) {
        Path folder = Files.exists(place.resolve(DOCUMENT)) ? place.resolve(FOLDER) : place;
        Path file = folder.resolve("index.json");
        JsonNode json = StrictJson.read(file);
        if (!KIND.equals(json.path("kind").asText())) {
            throw fault(file, KIND, json.path("kind").asText());
        }
        List<String> types = new ArrayList<>();
        json.path("cell_types").forEach(type -> types.add(type.path("name").asText()));
        List<String> genes = new ArrayList<>();
        json.path("genes").forEach(gene -> genes.add(gene.asText()));
        Table cells = ParquetTable.read(folder.resolve(CELLS));
        Checkpoint saved = CheckpointReader.read(folder.resolve(VECTORS));
        try {
            String[] names = cells.strings("cell_type");
            ReferenceIndex index = new ReferenceIndex(
                    cells.strings("cell_id"),
                    IntStream.range(0, names.length)
                            .map(cell -> types.indexOf(names[cell]))
                            .toArray(),
                    types,
                    genes,
                    expression(ParquetTable.read(folder.resolve(EXPRESSION)), names.length, genes.size()),
                    matrix(saved.tensor("vectors")),
                    matrix(saved.tensor("loadings")),
                    json.path("space").asText(),
                    json.path("target_sum").asDouble());
            String found = index.fingerprint().sha256();
            if (!found.equals(json.path("fingerprint").asText())) {
                throw fault(file, json.path("fingerprint").asText(), found);
            }
            return index;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw fault(file, "files that fit together", e.getMessage());
        }
    }

    private static CsrMatrix expression(Table table, int cells, int genes) {
        int[] rows = ((Column.Ints) column(table, "cell", Column.Ints.class)).values();
        long[] starts = new long[cells + 1];
        for (int i = 0; i < rows.length; i++) {
            if (i > 0 && rows[i] < rows[i - 1]) {
                throw new IllegalArgumentException("cells of the expression table are not in order");
            }
            starts[rows[i] + 1]++;
        }
        for (int cell = 0; cell < cells; cell++) {
            starts[cell + 1] += starts[cell];
        }
        return new CsrMatrix(
                cells,
                genes,
                starts,
                ((Column.Ints) column(table, "gene", Column.Ints.class)).values(),
                ((Column.Floats) column(table, "value", Column.Floats.class)).values());
    }

    private static Column column(Table table, String name, Class<?> kind) {
        Column column = table.column(name);
        if (!kind.isInstance(column)) {
            throw new IllegalArgumentException("column " + name + " has another type");
        }
        return column;
    }

    private static DenseMatrix matrix(NamedTensor tensor) {
        long[] shape = tensor.shape();
        if (shape.length != 2) {
            throw new IllegalArgumentException(tensor.name() + " is no matrix");
        }
        return new DenseMatrix(Math.toIntExact(shape[0]), Math.toIntExact(shape[1]), tensor.values());
    }

    private static InputException fault(Path file, Object expected, Object found) {
        return new InputException(Problem.of("not a reference index, or a changed one")
                .at(file)
                .expected(expected, found)
                .fix("Make it with spatho rag index"));
    }
}
