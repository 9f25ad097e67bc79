package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.anndata.tenx.MatrixFiles;
import io.spatho.anndata.tenx.Positions;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Reads a Xenium bundle of any version, as Xenium Onboard Analysis 1.0 to 4.x or Xenium Ranger wrote it.
 *
 * <p>Observations are the matrix's cells in matrix order, positions the table's centroids in micrometres. Genes are the counts;
 * proteins (divided by the stated factor) and each kind of control are modalities of their own. The instrument's clusterings become
 * columns of {@code obs}, its projections {@code obsm}, its differential expression tables. Outlines and transcripts are carried
 * lazily and read when somebody asks. Alignments of histology images become transforms, with the residual of their key points among
 * the platform's facts.
 *
 * <p>Errors: a cell of the matrix that the table lacks, repeated ids, positions that are not finite, a missing file, each an {@link
 * io.spatho.core.error.InputException}. What is odd but not wrong is a warning of the case. Source: 10x Genomics, Xenium Onboard
 * Analysis output files, versions 1 to 4; versions are told apart by what the files hold, not by the number they state.
 */
public final class XeniumReader {

    /** The name of the matrix without its ending. */
    public static final String MATRIX = XeniumFiles.MATRIX;

    private static final int MOST_NAMES = 100;

    private final XeniumFiles files;
    private final BundleFolder folder;
    private final Workers workers;
    private final List<String> warnings;

    private XeniumReader(XeniumFiles files, Workers workers, List<String> warnings) {
        this.files = files;
        this.folder = files.folder();
        this.workers = workers;
        this.warnings = warnings;
    }

    /** Whether a folder holds {@code experiment.xenium}, or a Xenium cell table or archive beside a cell-feature matrix. */
    public static boolean isBundle(BundleFolder folder) {
        if (folder.find(Experiment.NAMES).isPresent()) {
            return true;
        }
        boolean table = CellTable.looksRight(folder)
                && MatrixFiles.find(folder, "", MATRIX).isPresent();
        return table
                || (folder.names().contains("cells.zarr.zip") && folder.names().contains(MATRIX + ".zarr.zip"));
    }

    /** What the reader looks for. */
    public static List<BundlePart> parts(BundleFolder folder) {
        return XeniumFiles.of(folder, new ArrayList<>()).parts();
    }

    /** What a file is that the reader knows but does not read; empty for any other. */
    public static String roleOfUnused(String name) {
        return XeniumFiles.roleOfUnused(name);
    }

    /** The dataset in a bundle's folder. */
    public static SpatialDataset read(BundleFolder folder, Workers workers) {
        List<String> warnings = new ArrayList<>();
        return new XeniumReader(XeniumFiles.of(folder, warnings), workers, warnings).read();
    }

    private SpatialDataset read() {
        Experiment experiment = files.experiment();
        FeatureBarcodeMatrix matrix = ControlFeatures.retyped(matrix(), warnings);
        FeatureBarcodeMatrix.Split split =
                matrix.split(experiment.panelName(), folder.request().counts());
        Path cellsFile = CellTable.find(files);
        Table cells = CellTable.read(folder.use("cells", cellsFile), workers);
        Table obs = cells.select(matched(matrix, cellsFile, cells));
        double[] x = Positions.requireFinite(cellsFile, obs, "x_centroid");
        double[] y = Positions.requireFinite(cellsFile, obs, "y_centroid");
        obs = CellTable.withoutPositions(obs);
        compareTotals(obs, split);
        compareNumbers(obs.rows(), cells.rows());
        CellIndex index = new CellIndex(obs.strings("cell_id"));
        Map<String, String> fields = new TreeMap<>(experiment.fields());
        matrix.attributes().forEach((key, value) -> fields.putIfAbsent("matrix." + key, value));
        describeProteins(matrix, split.modalities(), fields);
        PlatformResults results = PlatformResults.read(files, index, matrix.barcodes(), workers, warnings);
        List<SpatialTransform> transforms = new ArrayList<>();
        transforms.add(SpatialTransform.scale("slide_um", "morphology_pixel", 1 / experiment.pixelSizeUm()));
        transforms.addAll(new AlignedImages(files).transforms(fields, warnings));
        OnDemand onDemand = OnDemand.of(files, index, panels(split), workers.threads());
        List<String> lazy = onDemand.names();
        put(fields, "files_read_on_demand", lazy);
        put(fields, "files_not_read", knownUnused(lazy));
        CaseMetadata metadata = new CaseMetadata(
                Platform.XENIUM,
                experiment.softwareVersion(),
                experiment.name(folder.name()),
                experiment.pixelSizeUm(),
                Double.NaN,
                folder.sources(workers),
                transforms,
                fields,
                warnings);
        return SpatialDataset.builder(metadata, split.counts(), split.panel(), results.addTo(obs), x, y)
                .modalities(split.modalities())
                .obsm(results.projections())
                .tables(results.tables())
                .outlines(onDemand.outlines())
                .molecules(onDemand.molecules())
                .build();
    }

    private FeatureBarcodeMatrix matrix() {
        MatrixFiles found = files.matrix();
        Optional<Path> archive = found.isPresent() ? Optional.empty() : files.matrixArchive();
        return archive.isPresent()
                ? MatrixArchive.read(folder.use("matrix", archive.get()), workers)
                : found.read(folder, MATRIX, workers);
    }

    private int[] matched(FeatureBarcodeMatrix matrix, Path cellsFile, Table cells) {
        Map<String, Integer> rows = Identifiers.requireUnique(cellsFile, "cell", cells.strings("cell_id"));
        return Identifiers.match(matrix.file(), matrix.barcodes(), cellsFile, rows, "cell");
    }

    private static List<GenePanel> panels(FeatureBarcodeMatrix.Split split) {
        List<GenePanel> panels = new ArrayList<>(List.of(split.panel()));
        for (Modality modality : split.modalities()) {
            if (!modality.name().equals("protein")) {
                panels.add(modality.features());
            }
        }
        return panels;
    }

    private void compareNumbers(int inMatrix, int inTable) {
        if (inTable > inMatrix) {
            warnings.add((inTable - inMatrix) + " of " + inTable
                    + " cells of the table are not in the matrix and were left out");
        }
        OptionalLong stated = files.experiment().cells();
        if (stated.isPresent() && stated.getAsLong() != inTable) {
            warnings.add("experiment.xenium speaks of " + Words.count(stated.getAsLong(), "cell")
                    + ", the cell table holds " + Words.count(inTable));
        }
    }

    private void compareTotals(Table obs, FeatureBarcodeMatrix.Split split) {
        if (!obs.has("transcript_counts")) {
            return;
        }
        double[] stated = obs.doubles("transcript_counts");
        int different = 0;
        for (int row = 0; row < stated.length; row++) {
            different += stated[row] == split.totals()[row] ? 0 : 1;
        }
        if (different > 0) {
            warnings.add(different + " of " + stated.length
                    + " cells have another total in the matrix than transcript_counts in the table");
        }
    }

    private void describeProteins(FeatureBarcodeMatrix matrix, List<Modality> modalities, Map<String, String> fields) {
        boolean proteins =
                modalities.stream().anyMatch(modality -> modality.name().equals("protein"));
        String factor = matrix.attributes().get("protein_scaling_factor");
        if (proteins && factor != null) {
            fields.put("protein_values", "as stored, divided by the protein_scaling_factor of " + factor);
        } else if (proteins) {
            fields.put("protein_values", "as stored");
            warnings.add("the matrix states no protein_scaling_factor; protein values are as stored");
        }
    }

    private List<String> knownUnused(List<String> lazy) {
        return folder.unused().stream()
                .filter(name -> !lazy.contains(name) && !roleOfUnused(name).isEmpty())
                .toList();
    }

    private static void put(Map<String, String> fields, String key, List<String> names) {
        if (!names.isEmpty()) {
            fields.put(key, String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))));
        }
    }
}
