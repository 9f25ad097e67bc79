package io.spatho.stgpt.runtime;

import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where precomputed artifacts lie: a folder in which every known spelling is looked for, itself and its {@code stgpt/} and
 * {@code regions/}, and files that were named one by one, which win.
 *
 * @param folder the key {@code stgpt_artifact_dir}
 * @param cells the key {@code stgpt_cell_embeddings_path}
 * @param structures the key {@code stgpt_structure_summary_path}
 * @param qc the key {@code stgpt_qc_report_path}
 */
public record ArtifactPaths(Optional<Path> folder, Optional<Path> cells, Optional<Path> structures, Optional<Path> qc) {

    private static final List<String> CELLS = List.of("cell_embeddings.parquet", "region_embeddings.parquet");
    private static final List<String> MEMBERS = List.of("region_cell_membership.parquet");
    private static final List<String> QC = List.of("qc_report.json", "region_qc_report.json");
    private static final List<String> STRUCTURES = List.of(
            "structure_embedding_summary.csv",
            "structure_summary.csv",
            "structure_summary.parquet",
            "structure_embedding_summary.parquet");

    /** The artifacts of a folder. */
    public static ArtifactPaths in(Path folder) {
        return new ArtifactPaths(Optional.of(folder), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The first spelling of the vectors; there must be one. */
    Path vectors() {
        return cells.map(ArtifactPaths::required)
                .or(() -> first(CELLS))
                .orElseThrow(() -> new ResourceException(Problem.of("there are no precomputed embeddings")
                        .at(folder.map(Path::toString).orElse("stgpt_artifact_dir"))
                        .expected(String.join(" or ", CELLS), "neither, also not under stgpt/ or regions/")
                        .fix("Name the folder with stgpt_artifact_dir or the file with stgpt_cell_embeddings_path")));
    }

    /** Which observation lies in which region; beside the vectors when they were named by themselves. */
    Optional<Path> members() {
        return first(MEMBERS)
                .or(() -> cells.flatMap(file -> {
                    Path beside = file.resolveSibling(MEMBERS.get(0));
                    return Files.isRegularFile(beside) ? Optional.of(beside) : Optional.empty();
                }));
    }

    Optional<Path> structureSummary() {
        return structures.map(ArtifactPaths::required).or(() -> first(STRUCTURES));
    }

    Optional<Path> qcReport() {
        return qc.map(ArtifactPaths::required).or(() -> first(QC));
    }

    private Optional<Path> first(List<String> names) {
        return folder.stream()
                .flatMap(root -> names.stream()
                        .flatMap(name -> Stream.of(
                                root.resolve(name),
                                root.resolve("stgpt").resolve(name),
                                root.resolve("regions").resolve(name))))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Path required(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ResourceException(
                    Problem.of("there is no such precomputed artifact").at(file));
        }
        return file;
    }
}
