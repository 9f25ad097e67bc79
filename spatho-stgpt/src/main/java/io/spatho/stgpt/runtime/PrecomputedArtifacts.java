package io.spatho.stgpt.runtime;

import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Vectors that were computed elsewhere, with their quality report, read whole.
 *
 * <p>A table of observations gives each its vector. A table of regions, which is all that stGPT's own export holds, gives each
 * observation the vector of the first region that {@code region_cell_membership.parquet} puts it in. Cost: linear in the tables.
 */
public final class PrecomputedArtifacts {

    private static final int EXAMPLES = 3;

    private final EmbeddingTable table;
    private final Optional<Map<String, String>> regionOf;
    private final Optional<EmbeddingTable> structures;
    private final ArtifactQc qc;
    private final List<Path> files;
    private final Fingerprint fingerprint;

    private PrecomputedArtifacts(
            EmbeddingTable table,
            Optional<Map<String, String>> regionOf,
            Optional<EmbeddingTable> structures,
            ArtifactQc qc,
            List<Path> files) {
        this.table = table;
        this.regionOf = regionOf;
        this.structures = structures;
        this.qc = qc;
        this.files = List.copyOf(files);
        this.fingerprint = fingerprint(files);
    }

    /**
     * Reads the artifacts.
     *
     * @throws io.spatho.core.error.ResourceException when there are no vectors
     * @throws InputException when a table is broken or contradicts another
     */
    public static PrecomputedArtifacts read(ArtifactPaths paths, Workers workers) {
        Path vectors = paths.vectors();
        List<Path> files = new ArrayList<>(List.of(vectors));
        boolean cells = EmbeddingTable.isOfCells(vectors);
        EmbeddingTable table = EmbeddingTable.read(vectors, cells ? "cell_id" : "region_id", workers);
        Optional<Map<String, String>> regionOf = Optional.empty();
        if (!cells) {
            Path members = paths.members()
                    .orElseThrow(() -> new InputException(
                            Problem.of("the vectors are of regions, and nothing says which observation lies in which")
                                    .at(vectors)
                                    .expected("region_cell_membership.parquet beside it", "none")));
            files.add(members);
            regionOf = Optional.of(regions(members));
        }
        Optional<EmbeddingTable> structures =
                paths.structureSummary().map(file -> EmbeddingTable.read(file, "structure_label", workers));
        paths.structureSummary().ifPresent(files::add);
        structures.ifPresent(summary -> {
            if (summary.vectors().columns() != table.vectors().columns()) {
                throw new InputException(Problem.of("structures and observations have vectors of other lengths")
                        .at(summary.file())
                        .expected(table.vectors().columns(), summary.vectors().columns()));
            }
        });
        ArtifactQc qc = paths.qcReport().map(ArtifactQc::read).orElseGet(ArtifactQc::absent);
        paths.qcReport().ifPresent(files::add);
        return new PrecomputedArtifacts(table, regionOf, structures, qc, files);
    }

    private static Map<String, String> regions(Path file) {
        Table members = ParquetTable.read(file, Set.of("region_id", "cell_id"));
        String[] regions = members.strings("region_id");
        String[] cells = members.strings("cell_id");
        Optional<Table> roles = ParquetTable.columnNames(file).contains("role")
                ? Optional.of(ParquetTable.read(file, Set.of("role")))
                : Optional.empty();
        Map<String, String> regionOf = new HashMap<>(2 * cells.length);
        for (int row = 0; row < cells.length; row++) {
            boolean around = roles.isPresent() && "context".equals(roles.get().strings("role")[row]);
            if (!around && cells[row] != null) {
                regionOf.putIfAbsent(cells[row], regions[row]);
            }
        }
        return regionOf;
    }

    private static Fingerprint fingerprint(List<Path> files) {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            try {
                text.append(file.getFileName()).append('\t');
                text.append(Fingerprint.ofFile(file).sha256()).append('\n');
            } catch (IOException e) {
                throw new InputException(Problem.of("the file cannot be read").at(file), e);
            }
        }
        return Fingerprint.ofText(text.toString());
    }

    /** The files that were read. */
    public List<Path> files() {
        return files;
    }

    /** A digest over names and digests of the files: the fingerprint of the model that made the vectors, as far as it is known. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    ArtifactQc qc() {
        return qc;
    }

    /** Whether each observation bears the vector of its region. */
    boolean areOfRegions() {
        return regionOf.isPresent();
    }

    int rows() {
        return table.ids().length;
    }

    int structureRows() {
        return structures.map(summary -> summary.ids().length).orElse(0);
    }

    /**
     * The vectors of observations, NaN for those that have none.
     *
     * @throws InputException when not one of them has a vector: the artifacts belong to another case
     */
    DenseMatrix vectorsOf(String[] cellIds) {
        String[] wanted = regionOf.map(
                        map -> Arrays.stream(cellIds).map(map::get).toArray(String[]::new))
                .orElse(cellIds);
        int[] rows = table.rowsOf(wanted);
        if (Arrays.stream(rows).allMatch(row -> row < 0)) {
            String[] known = regionOf.map(map -> map.keySet().stream().sorted().toArray(String[]::new))
                    .orElse(table.ids());
            throw new InputException(Problem.of("the precomputed embeddings belong to other observations")
                    .at(table.file())
                    .expected("ids such as " + examples(cellIds), "ids such as " + examples(known))
                    .fix("Use the artifacts that were made from this case, with its cell ids unchanged"));
        }
        return table.select(rows);
    }

    private static String examples(String[] ids) {
        return String.join(
                ", ",
                new HashSet<>(Arrays.asList(ids))
                        .stream().sorted().limit(EXAMPLES).toList());
    }
}
