package io.spatho.stgpt.imputation;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.Region;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The tables of imputed values: a row for each observation and gene, and for each region and gene. */
final class PredictionTables {

    static final String METHOD = "split conformal, |residual| / sqrt(prediction + 0.05), calibrated for each gene";

    private static final String REGION_METHOD =
            "mean of the observations' split-conformal intervals, which is wider than the interval of a mean";
    private static final int CELLS_PER_BATCH = 512;

    private final ImputeTool.Request request;
    private final CalibratedModel calibrated;
    private final List<GeneSupport> genes;
    private final int[] predictedRow;
    private double[] sums = {};
    private int[] cells = {};

    PredictionTables(ImputeTool.Request request, CalibratedModel calibrated, List<GeneSupport> support) {
        this.request = request;
        this.calibrated = calibrated;
        this.genes = support.stream()
                .filter(GeneSupport::isSupported)
                .sorted(Comparator.comparing(GeneSupport::gene))
                .toList();
        this.predictedRow = new int[request.kept().size()];
        Arrays.fill(predictedRow, -1);
    }

    /** Writes {@code imputed_cells.parquet}, by observation and gene, and keeps what regions need. */
    Artifact cells(ArtifactStore store, CsrMatrix expression, int[] chosen) {
        String[] ids = request.kept().cellIds();
        cells = Arrays.stream(chosen)
                .boxed()
                .sorted(Comparator.comparing(cell -> ids[cell]))
                .mapToInt(Integer::intValue)
                .toArray();
        int regions = request.regions().regions().size();
        sums = new double[Math.multiplyExact(Math.multiplyExact(regions, genes.size()), 3)];
        List<List<CellMembership>> memberships = memberships();
        return store.table(
                "regions/predictions/imputed_cells.parquet",
                Origin.MODEL_DERIVED,
                table("cell_id", new String[0], new double[0][], METHOD),
                sink -> {
                    for (int from = 0; from < cells.length && !genes.isEmpty(); from += CELLS_PER_BATCH) {
                        int[] batch = Arrays.copyOfRange(cells, from, Math.min(cells.length, from + CELLS_PER_BATCH));
                        double[][] values = values(expression, batch);
                        gather(batch, values, memberships);
                        String[] keys =
                                Arrays.stream(batch).mapToObj(cell -> ids[cell]).toArray(String[]::new);
                        sink.append(table("cell_id", keys, values, METHOD));
                    }
                });
    }

    private List<List<CellMembership>> memberships() {
        List<List<CellMembership>> of = new ArrayList<>();
        for (int i = 0; i < request.kept().size(); i++) {
            of.add(new ArrayList<>(1));
        }
        for (CellMembership member : request.regions().members()) {
            if (member.weight() > 0) {
                of.get(member.cell()).add(member);
            }
        }
        return of;
    }

    /** Value, lower and upper end for each observation and gene, gene after gene. */
    private double[][] values(CsrMatrix expression, int[] batch) {
        float[][] folds = new float[calibrated.predictions().folds()][];
        int[][] genesOf = new int[folds.length][];
        for (int fold = 0; fold < folds.length; fold++) {
            int wanted = fold;
            genesOf[fold] = genes.stream()
                    .mapToInt(GeneSupport::position)
                    .filter(gene -> contains(calibrated.predictions().genes(wanted), gene))
                    .sorted()
                    .toArray();
            folds[fold] = calibrated
                    .predictions()
                    .fold(expression, batch, fold, genesOf[fold])
                    .values();
        }
        double[][] values = new double[batch.length * genes.size()][];
        for (int i = 0; i < genes.size(); i++) {
            GeneSupport gene = genes.get(i);
            GeneCalibration calibration = gene.calibration().orElseThrow();
            for (int fold = 0; fold < folds.length; fold++) {
                int at = Arrays.binarySearch(genesOf[fold], gene.position());
                for (int row = 0; row < batch.length && at >= 0; row++) {
                    double value = folds[fold][row * genesOf[fold].length + at];
                    values[row * genes.size() + i] = new double[] {
                        value,
                        calibration.lower(value, calibrated.widening()),
                        calibration.upper(value, calibrated.widening())
                    };
                }
            }
        }
        return values;
    }

    private static boolean contains(int[] sorted, int value) {
        return Arrays.binarySearch(sorted, value) >= 0;
    }

    private void gather(int[] batch, double[][] values, List<List<CellMembership>> memberships) {
        for (int row = 0; row < batch.length; row++) {
            predictedRow[batch[row]] = row;
            for (CellMembership member : memberships.get(batch[row])) {
                for (int i = 0; i < genes.size(); i++) {
                    for (int end = 0; end < 3; end++) {
                        sums[(member.region() * genes.size() + i) * 3 + end] +=
                                member.weight() * values[row * genes.size() + i][end];
                    }
                }
            }
        }
    }

    /** Writes {@code imputed_regions.parquet}: weighted means over the members that were predicted. */
    Artifact regions(ArtifactStore store) {
        List<Region> regions = request.regions().regions();
        double[] weights = new double[regions.size()];
        int[] members = new int[regions.size()];
        for (CellMembership member : request.regions().members()) {
            if (member.weight() > 0 && predictedRow[member.cell()] >= 0) {
                weights[member.region()] += member.weight();
                members[member.region()]++;
            }
        }
        int[] order = IntStream.range(0, regions.size())
                .filter(region -> weights[region] > 0)
                .boxed()
                .sorted(Comparator.comparing(region -> regions.get(region).id()))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] values = new double[order.length * genes.size()][3];
        int[] counts = new int[values.length];
        for (int row = 0; row < order.length; row++) {
            for (int i = 0; i < genes.size(); i++) {
                counts[row * genes.size() + i] = members[order[row]];
                for (int end = 0; end < 3; end++) {
                    values[row * genes.size() + i][end] =
                            sums[(order[row] * genes.size() + i) * 3 + end] / weights[order[row]];
                }
            }
        }
        String[] keys = Arrays.stream(order)
                .mapToObj(region -> regions.get(region).id())
                .toArray(String[]::new);
        Table table = table("region_id", keys, values, REGION_METHOD).with("n_cells", new Column.Ints(counts));
        return store.table("regions/predictions/imputed_regions.parquet", Origin.MODEL_DERIVED, table);
    }

    private Table table(String key, String[] keys, double[][] values, String method) {
        int rows = values.length;
        String[] ids = new String[rows];
        String[] names = new String[rows];
        double[][] columns = new double[3][rows];
        double[] levels = new double[rows];
        String[] methods = new String[rows];
        boolean[] imputed = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            ids[row] = keys[row / genes.size()];
            names[row] = genes.get(row % genes.size()).gene();
            for (int end = 0; end < 3; end++) {
                columns[end][row] = values[row][end];
            }
            levels[row] = request.level();
            methods[row] = method;
            imputed[row] = true;
        }
        return Table.ofRows(rows)
                .with(key, new Column.Strings(ids))
                .with("gene", new Column.Strings(names))
                .with("value", new Column.Doubles(columns[0]))
                .with("lower", new Column.Doubles(columns[1]))
                .with("upper", new Column.Doubles(columns[2]))
                .with("level", new Column.Doubles(levels))
                .with("method", new Column.Strings(methods))
                .with("imputed", new Column.Booleans(imputed));
    }
}
