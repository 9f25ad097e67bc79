package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;

/**
 * The molecules of a block of cells as rows of {@code transcripts.parquet}.
 *
 * <p>Every molecule that the matrix counts lies inside its cell's outline with a quality of 20 or more; one in fifty is joined by a molecule of
 * lower quality, which no matrix counts, and one in forty by a molecule in the gap between cells, which belongs to no cell.
 */
final class Transcripts {

    private static final long FIRST_ID = 1L << 48;
    private static final double FIELD_OF_VIEW = 500;
    private static final double GAP = 0.1;

    private final Section section;
    private final Panel panel;
    private final String[] names;
    private final long seed;
    private final double share;

    /** A share below 1 leaves molecules out at random, as no instrument does: for files of a size that is wanted. */
    Transcripts(Section section, Panel panel, String[] names, long seed, double share) {
        this.share = share;
        this.section = section;
        this.panel = panel;
        this.names = names;
        this.seed = seed;
    }

    /** The molecules of the cells from {@code first} on, whose counts are given. */
    Table rows(int first, CountBlock counts) {
        Builder builder = new Builder(counts);
        TypeMixture mixture = new TypeMixture();
        int at = 0;
        for (int i = 0; i < counts.rowLengths().length; i++) {
            Cell cell = section.cell(first + i, mixture);
            CellOutline outline = CellOutline.of(section, cell, seed);
            CounterRandom random = CounterRandom.of(seed, "synthetic.transcripts", cell.index());
            builder.startCell(first + i, outline);
            for (int end = at + counts.rowLengths()[i]; at < end; at++) {
                for (int copy = 0; copy < counts.counts()[at]; copy++) {
                    if (share < 1 && random.nextDouble() >= share) {
                        continue;
                    }
                    builder.add(counts.features()[at], names[first + i], 20 + 20 * random.nextDouble(), random);
                    double extra = random.nextDouble();
                    if (extra < 0.02) {
                        builder.add(counts.features()[at], names[first + i], 5 + 14 * random.nextDouble(), random);
                    } else if (extra > 0.975) {
                        builder.add(counts.features()[at], "UNASSIGNED", 20 + 20 * random.nextDouble(), random);
                    }
                }
            }
        }
        return builder.build();
    }

    private final class Builder {

        private final String[] cells;
        private final String[] features;
        private final String[] categories;
        private final String[] fields;
        private final long[] ids;
        private final int[] inNucleus;
        private final int[] codewords;
        private final float[][] numbers;
        private final boolean[] genes;
        private int size;
        private int inCell;
        private int cell;
        private CellOutline outline;

        Builder(CountBlock counts) {
            int capacity = 0;
            for (int count : counts.counts()) {
                capacity += 2 * count;
            }
            cells = new String[capacity];
            features = new String[capacity];
            categories = new String[capacity];
            fields = new String[capacity];
            ids = new long[capacity];
            inNucleus = new int[capacity];
            codewords = new int[capacity];
            genes = new boolean[capacity];
            numbers = new float[5][capacity];
        }

        void startCell(int number, CellOutline itsOutline) {
            cell = number;
            outline = itsOutline;
            inCell = 0;
        }

        void add(int feature, String owner, double quality, CounterRandom random) {
            boolean outside = owner.equals("UNASSIGNED");
            int corner = random.nextInt(CellOutline.CORNERS);
            int next = (corner + 1) % CellOutline.CORNERS;
            double along = outside ? 0 : random.nextDouble();
            double out = outside ? 1 : 0.98 * Math.sqrt(random.nextDouble());
            double middleX = CellOutline.middle(outline.cellX());
            double middleY = CellOutline.middle(outline.cellY());
            double edgeX = outline.cellX()[corner] * (1 - along) + outline.cellX()[next] * along - middleX;
            double edgeY = outline.cellY()[corner] * (1 - along) + outline.cellY()[next] * along - middleY;
            double length = Math.sqrt(edgeX * edgeX + edgeY * edgeY);
            double reach = outside ? 1 + GAP / length : out;
            put(feature, owner, middleX + reach * edgeX, middleY + reach * edgeY);
            double nucleus = outline.hasNucleus() ? 0.5 : 0;
            inNucleus[size] = reach < nucleus ? 1 : 0;
            numbers[2][size] = (float) (10 + 8 * random.nextDouble());
            numbers[3][size] = (float) quality;
            numbers[4][size] = (float) Math.max(0, (reach - nucleus) * length);
            size++;
        }

        private void put(int feature, String owner, double x, double y) {
            Feature of = panel.features().get(feature);
            ids[size] = FIRST_ID + ((long) cell << 16) + inCell++;
            cells[size] = owner;
            features[size] = of.name();
            genes[size] = of.type().equals(Feature.GENE);
            categories[size] = category(of.type());
            codewords[size] = feature;
            numbers[0][size] = (float) x;
            numbers[1][size] = (float) y;
            fields[size] =
                    (char) ('A' + (int) (y / FIELD_OF_VIEW) % 26) + Integer.toString((int) (x / FIELD_OF_VIEW) + 1);
        }

        Table build() {
            int[] all = java.util.stream.IntStream.range(0, size).toArray();
            return Table.ofRows(cells.length)
                    .with("transcript_id", new Column.Longs(ids))
                    .with("cell_id", new Column.Strings(cells))
                    .with("overlaps_nucleus", new Column.Ints(inNucleus))
                    .with("feature_name", new Column.Strings(features))
                    .with("x_location", new Column.Floats(numbers[0]))
                    .with("y_location", new Column.Floats(numbers[1]))
                    .with("z_location", new Column.Floats(numbers[2]))
                    .with("qv", new Column.Floats(numbers[3]))
                    .with("fov_name", new Column.Strings(fields))
                    .with("nucleus_distance", new Column.Floats(numbers[4]))
                    .with("codeword_index", new Column.Ints(codewords))
                    .with("codeword_category", new Column.Strings(categories))
                    .with("is_gene", new Column.Booleans(genes))
                    .select(all);
        }
    }

    private static String category(String type) {
        return switch (type) {
            case Feature.CONTROL_PROBE -> "negative_control_probe";
            case Feature.CONTROL_CODEWORD -> "negative_control_codeword";
            case Feature.UNASSIGNED -> "unassigned_codeword";
            default -> "predesigned_gene";
        };
    }
}
