package io.spatho.anndata.visiumhd;

import io.spatho.anndata.parquet.ParquetRows;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers fine bins into cells, or into what of them lies under nuclei, as {@code barcode_mappings.parquet} assigns them.
 *
 * <p>The file has a row for each of up to eleven million bins; rows without a cell are passed over as they are met. A cell lies at the mean
 * of its bins' centres; one none of whose bins has counts is no observation.
 */
final class MappedSource {

    private long[] bins = new long[1024];
    private long[] cells = new long[1024];
    private int size;

    private MappedSource() {}

    static Optional<Path> find(BundleFolder folder) {
        return folder.find(List.of("([^/]*[_.-])?barcode_mappings\\.parquet"));
    }

    static HdCase read(
            BundleFolder folder, Path file, BinFolder bin, boolean nuclei, Workers workers, List<String> warnings) {
        GatheredSource.Fine fine = GatheredSource.fine(folder, bin, workers, warnings);
        MappedSource mapping = new MappedSource();
        mapping.load(folder.use("barcode_mappings", file), bin.wholeUm(), nuclei);
        BinIndex mapped = BinIndex.of(file, bin.wholeUm(), mapping.bins);
        long[] observed = new long[fine.bins().length];
        for (int row = 0; row < observed.length; row++) {
            int place = mapped.place(fine.bins()[row]);
            observed[row] = place < 0 ? -1 : mapping.cells[place];
        }
        long[] numbers = Arrays.stream(observed)
                .filter(cell -> cell >= 0)
                .sorted()
                .distinct()
                .toArray();
        if (numbers.length == 0) {
            throw new InputException(Problem.of("no bin with counts belongs to a cell")
                    .at(file)
                    .expected("a cell_id for some bins", "none"));
        }
        int[] groups = groups(observed, numbers);
        CsrMatrix sums = RowGroups.sum(fine.matrix().matrix(), groups, numbers.length, workers);
        double[][] centres = centres(fine, mapping, mapped, numbers);
        String[] ids = Arrays.stream(numbers).mapToObj(Segments::name).toArray(String[]::new);
        FeatureBarcodeMatrix matrix = new FeatureBarcodeMatrix(
                fine.matrix().file(),
                fine.matrix().features(),
                ids,
                sums,
                fine.matrix().attributes());
        double squareUm = (double) bin.wholeUm() * bin.wholeUm();
        double[] area = Arrays.stream(centres[2]).map(count -> count * squareUm).toArray();
        Table obs = Table.ofRows(ids.length)
                .with("cell_id", new Column.Strings(ids))
                .with(nuclei ? "nucleus_area" : "cell_area", new Column.Doubles(area));
        return new HdCase(
                matrix,
                obs,
                centres[1],
                centres[0],
                fine.umPerPixel(),
                Double.NaN,
                bin.base(),
                List.of(),
                Map.of("gathered_from", bin.size(), "observations", nuclei ? "bins under nuclei" : "bins of cells"));
    }

    private void load(Path file, int binUm, boolean nuclei) {
        String square = String.format(Locale.ROOT, "square_%03dum", binUm);
        List<String> columns = ParquetTable.columnNames(file);
        if (!columns.contains(square)) {
            throw new InputException(Problem.of("the mapping does not name the finest bins")
                    .at(file)
                    .expected("column " + square, String.join(", ", columns)));
        }
        List<String> wanted = nuclei ? List.of(square, "cell_id", "in_nucleus") : List.of(square, "cell_id");
        ByteBuffer last = ByteBuffer.allocate(0);
        long number = -1;
        try (ParquetRows rows = ParquetRows.open(file, wanted)) {
            while (rows.next()) {
                if (rows.isMissing(1) || (nuclei && (rows.isMissing(2) || !rows.flag(2)))) {
                    continue;
                }
                ByteBuffer text = rows.bytes(1);
                if (!text.equals(last)) {
                    number = Segments.number(
                            StandardCharsets.UTF_8.decode(text.duplicate()).toString());
                    last = ByteBuffer.allocate(text.remaining())
                            .put(text.duplicate())
                            .flip();
                }
                add(file, rows, BinName.parse(rows.bytes(0), binUm), number);
            }
        }
        bins = Arrays.copyOf(bins, size);
        cells = Arrays.copyOf(cells, size);
    }

    private void add(Path file, ParquetRows rows, long bin, long cell) {
        if (bin == BinName.NONE || cell < 0) {
            throw new InputException(Problem.of("a bin or a cell has another name than it should")
                    .at(file + " row " + (rows.row() + 1))
                    .expected("names such as s_002um_00000_00000-1 and " + Segments.name(1), "others"));
        }
        if (size == bins.length) {
            bins = Arrays.copyOf(bins, 2 * size);
            cells = Arrays.copyOf(cells, 2 * size);
        }
        bins[size] = bin;
        cells[size++] = cell;
    }

    private static int[] groups(long[] observed, long[] numbers) {
        int[] groups = new int[observed.length];
        for (int row = 0; row < groups.length; row++) {
            groups[row] = observed[row] < 0 ? -1 : Arrays.binarySearch(numbers, observed[row]);
        }
        return groups;
    }

    /** Mean x, mean y and number of the bins of each cell. */
    private static double[][] centres(GatheredSource.Fine fine, MappedSource mapping, BinIndex mapped, long[] numbers) {
        double[][] sums = new double[3][numbers.length];
        BinTable.forEach(fine.positions(), fine.size(), (bin, tissue, y, x) -> {
            int place = mapped.place(bin);
            int cell = place < 0 ? -1 : Arrays.binarySearch(numbers, mapping.cells[place]);
            if (cell >= 0) {
                BinTable.requireFinite(fine.positions(), fine.size(), bin, x, y);
                sums[0][cell] += x;
                sums[1][cell] += y;
                sums[2][cell]++;
            }
        });
        for (int cell = 0; cell < numbers.length; cell++) {
            if (sums[2][cell] == 0) {
                throw new InputException(Problem.of("the bins of " + Segments.name(numbers[cell]) + " have no position")
                        .at(fine.positions())
                        .expected("every bin of the mapping", "none of this cell"));
            }
            sums[0][cell] /= sums[2][cell];
            sums[1][cell] /= sums[2][cell];
        }
        return sums;
    }
}
