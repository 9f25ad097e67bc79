package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tenx.MatrixFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which file of a bundle plays which role, with or without a prefix before its name, in the order in which formats are preferred:
 * Parquet, CSV, Zarr.
 *
 * <p>Where {@code experiment.xenium} names a Zarr archive (Xenium Ranger may give it another name), that one is taken if it lies in
 * the folder; a path that leads out of it is not followed.
 */
final class XeniumFiles {

    static final String MATRIX = "cell_feature_matrix";
    static final String TRANSCRIPTS = "transcripts";
    static final String CELL_OUTLINES = "cell_boundaries";
    static final String NUCLEUS_OUTLINES = "nucleus_boundaries";

    private static final String EXPLORER = "xenium_explorer_files.";
    private static final Pattern CLUSTERS = Pattern.compile(
            "(?:analysis/)?clustering/gene_expression_(?:graphclust|kmeans_(\\d+)_clusters)/clusters\\.csv(?:\\.gz)?");
    private static final Pattern PROJECTION = Pattern.compile(
            "(?:analysis/)?(pca|umap|tsne)/gene_expression_(\\d+)_components/projection\\.csv(?:\\.gz)?");
    private static final Pattern DIFFERENCES = Pattern.compile(
            "(?:analysis/)?diffexp/gene_expression_(?:graphclust|kmeans_(\\d+)_clusters)/differential_expression\\.csv(?:\\.gz)?");
    private static final Pattern ALIGNMENT =
            Pattern.compile("(?i)([^/]*?[_.-])?(?:(he|if)_)?(?:image_?)?alignment\\.csv(?:\\.gz)?");
    private static final Pattern KEYPOINTS = Pattern.compile("(?i)([^/]*?[_.-])?keypoints\\.csv(?:\\.gz)?");
    private static final Map<Pattern, String> OTHERS = Map.of(
            Pattern.compile("(?i).*(morphology[^/]*|ch\\d{4}_[^/]*)\\.ome\\.tiff?"), "morphology image",
            Pattern.compile("(?i).*(he|if)_image\\.ome\\.tiff?"), "aligned image",
            Pattern.compile(".*gene_panel\\.json"), "gene panel",
            Pattern.compile(".*protein_panel\\.json"), "protein panel",
            Pattern.compile(".*metrics_summary\\.csv"), "metrics",
            Pattern.compile(".*analysis_summary\\.html"), "summary",
            Pattern.compile("(.*[_.-])?aux_outputs(/.*|\\.tar\\.gz)"), "auxiliary",
            Pattern.compile("(analysis/|(pca|umap|tsne|clustering|diffexp)/).*"), "analysis",
            Pattern.compile("(?i).*(alignment|keypoints)\\.csv"), "image alignment");

    private final BundleFolder folder;
    private final Experiment experiment;

    private XeniumFiles(BundleFolder folder, Experiment experiment) {
        this.folder = folder;
        this.experiment = experiment;
    }

    /** The files of a folder; reads {@code experiment.xenium}. */
    static XeniumFiles of(BundleFolder folder, List<String> warnings) {
        XeniumFiles files = new XeniumFiles(folder, Experiment.read(folder, warnings));
        files.experiment.fields().forEach((key, path) -> {
            if (key.startsWith(EXPLORER) && key.endsWith("_zarr_filepath") && files.leadsOut(path)) {
                warnings.add("experiment.xenium names a file outside the folder, which was not followed (" + key + ")");
            }
        });
        return files;
    }

    /**
     * A file of which a bundle may have several.
     *
     * @param name what tells it from the others
     * @param file where it lies
     */
    record Named(String name, Path file) {}

    BundleFolder folder() {
        return folder;
    }

    Experiment experiment() {
        return experiment;
    }

    MatrixFiles matrix() {
        return MatrixFiles.find(folder, "", MATRIX);
    }

    Optional<Path> matrixArchive() {
        return archive(MATRIX, "cell_features");
    }

    Optional<Path> cells() {
        return folder.find(CellTable.NAMES);
    }

    Optional<Path> cellsArchive() {
        return archive("cells", "cells");
    }

    Optional<Path> analysisArchive() {
        return archive("analysis", "analysis");
    }

    Optional<Path> transcriptsArchive() {
        return archive(TRANSCRIPTS, TRANSCRIPTS);
    }

    /** A table in Parquet or CSV: {@code transcripts}, {@code cell_boundaries} or {@code nucleus_boundaries}. */
    Optional<Path> table(String stem) {
        return folder.find(tableNames(stem));
    }

    static List<String> tableNames(String stem) {
        List<String> names = new ArrayList<>();
        for (String ending : List.of("\\.parquet", "\\.csv\\.gz", "\\.csv")) {
            names.add(stem + ending);
            names.add("[^/]*[_.-]" + stem + ending);
        }
        return names;
    }

    private Optional<Path> archive(String stem, String key) {
        String stated = experiment.path(EXPLORER + key + "_zarr_filepath").replace('\\', '/');
        if (stated.endsWith(".zip") && folder.names().contains(stated)) {
            return Optional.of(folder.root().resolve(stated));
        }
        return folder.find(List.of(stem + "\\.zarr\\.zip", "[^/]*[_.-]" + stem + "\\.zarr\\.zip"));
    }

    private boolean leadsOut(String path) {
        String name = path.replace('\\', '/');
        return name.startsWith("/")
                || name.matches("[A-Za-z]:.*")
                || List.of(name.split("/")).contains("..");
    }

    /** Clusterings: {@code platform_cluster} for the graph clustering first, {@code platform_kmeans_2} and so on. */
    List<Named> clusters() {
        return byClustering(CLUSTERS, "platform_cluster", "platform_kmeans_");
    }

    /** Tables of differential expression by name: {@code platform_diffexp_graphclust}, {@code platform_diffexp_kmeans_2}. */
    List<Named> differences() {
        return byClustering(DIFFERENCES, "platform_diffexp_graphclust", "platform_diffexp_kmeans_");
    }

    private List<Named> byClustering(Pattern pattern, String graph, String means) {
        List<Named> found = new ArrayList<>();
        for (String name : folder.names()) {
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                String number = matcher.group(1);
                found.add(new Named(
                        number == null ? graph : means + number, folder.root().resolve(name)));
            }
        }
        return OnboardAnalysis.ordered(found);
    }

    /** Projections by name: {@code X_platform_umap}, or {@code X_platform_umap_3} where there are several. */
    List<Named> projections() {
        List<Named> found = new ArrayList<>();
        for (String name : folder.names()) {
            Matcher matcher = PROJECTION.matcher(name);
            if (matcher.matches()) {
                String plain = "X_platform_" + matcher.group(1);
                boolean taken = found.stream().anyMatch(other -> other.name().equals(plain));
                found.add(new Named(
                        taken ? plain + "_" + matcher.group(2) : plain,
                        folder.root().resolve(name)));
            }
        }
        return OnboardAnalysis.ordered(found);
    }

    /** Alignments of histology images by frame: {@code he_image_pixel}, {@code if_image_pixel}, else {@code image_pixel}. */
    List<Named> alignments() {
        List<Named> found = new ArrayList<>();
        for (String name : folder.names()) {
            Matcher matcher = ALIGNMENT.matcher(name);
            if (matcher.matches()) {
                String kind = matcher.group(2);
                String frame = kind == null ? "image_pixel" : kind.toLowerCase(Locale.ROOT) + "_image_pixel";
                long same = found.stream()
                        .filter(other -> other.name().startsWith(frame))
                        .count();
                found.add(new Named(
                        same == 0 ? frame : frame + "_" + (same + 1),
                        folder.root().resolve(name)));
            }
        }
        return found;
    }

    /** The key points of an alignment: the only file of the kind beside the only alignment, or one that begins like it. */
    Optional<Path> keypoints(Named alignment, int alignments) {
        List<String> all = folder.names().stream()
                .filter(name -> KEYPOINTS.matcher(name).matches())
                .toList();
        if (all.size() == 1 && alignments == 1) {
            return Optional.of(folder.root().resolve(all.get(0)));
        }
        String stem = folder.nameOf(alignment.file()).replaceFirst("(?i)_?(image_?)?alignment\\.csv(\\.gz)?$", "");
        return all.stream()
                .filter(name -> !stem.isEmpty() && name.startsWith(stem))
                .findFirst()
                .map(folder.root()::resolve);
    }

    /** Everything that the reader looks for. */
    List<BundlePart> parts() {
        List<Named> alignments = alignments();
        List<Path> keypoints = alignments.stream()
                .flatMap(alignment -> keypoints(alignment, alignments.size()).stream())
                .distinct()
                .toList();
        List<Path> matrix = matrix().files();
        List<Path> clusters = files(clusters());
        return List.of(
                BundlePart.of("experiment", false, "experiment.xenium", folder.find(Experiment.NAMES)),
                new BundlePart(
                        "matrix",
                        true,
                        MATRIX + ".h5, " + MATRIX + "/ or " + MATRIX + ".zarr.zip",
                        matrix.isEmpty() ? matrixArchive().stream().toList() : matrix),
                BundlePart.of(
                        "cells", true, "cells.parquet, cells.csv.gz or cells.zarr.zip", cells().or(this::cellsArchive)),
                outlinePart(CELL_OUTLINES),
                outlinePart(NUCLEUS_OUTLINES),
                BundlePart.of(
                        TRANSCRIPTS,
                        false,
                        "transcripts.parquet, transcripts.csv.gz or transcripts.zarr.zip",
                        table(TRANSCRIPTS).or(this::transcriptsArchive)),
                new BundlePart(
                        "clusters",
                        false,
                        "analysis/clustering/*/clusters.csv or analysis.zarr.zip",
                        clusters.isEmpty() ? analysisArchive().stream().toList() : clusters),
                new BundlePart("projections", false, "analysis/*/*/projection.csv", files(projections())),
                new BundlePart(
                        "differential_expression",
                        false,
                        "analysis/diffexp/*/differential_expression.csv",
                        files(differences())),
                new BundlePart("image_alignment", false, "*_he_imagealignment.csv", files(alignments)),
                new BundlePart("keypoints", false, "*_keypoints.csv", keypoints));
    }

    private BundlePart outlinePart(String stem) {
        return BundlePart.of(
                stem,
                false,
                stem + ".parquet, " + stem + ".csv.gz or cells.zarr.zip",
                table(stem).or(this::cellsArchive));
    }

    private static List<Path> files(List<Named> named) {
        return named.stream().map(Named::file).toList();
    }

    /** What a file is that the reader knows but does not read; empty for any other. */
    static String roleOfUnused(String name) {
        if (name.endsWith(".zarr.zip")) {
            return "explorer archive";
        }
        for (String stem : List.of(TRANSCRIPTS, CELL_OUTLINES, NUCLEUS_OUTLINES, "cells")) {
            if (tableNames(stem).stream().anyMatch(name::matches)) {
                return stem + " (other format)";
            }
        }
        if (name.matches("([^/]*[_.-])?" + MATRIX + "/.*")) {
            return "matrix (other format)";
        }
        return OTHERS.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(name).matches())
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .orElse("");
    }
}
