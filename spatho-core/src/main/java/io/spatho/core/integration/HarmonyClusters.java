package io.spatho.core.integration;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The soft clusters of {@link Harmony}: centres on the unit sphere, the share of each observation in each, and how much of each batch
 * a cluster holds (observed) and should hold (expected).
 */
final class HarmonyClusters {

    private static final int BLOCK = 512;

    private final double[] original;
    private final int width;
    private final int rows;
    private final Batches batches;
    private final double[] batchShares;
    private final Harmony.Settings settings;
    private final double[][] centres;
    private final Workers workers;
    private final double[] shares;
    private final double[][] observed;
    private final double[] mass;
    private double[] corrected;
    private double[] unit;

    HarmonyClusters(
            DenseMatrix vectors, Batches batches, Harmony.Settings settings, double[][] centres, Workers workers) {
        this.original = doubles(vectors);
        this.width = vectors.columns();
        this.rows = vectors.rows();
        this.batches = batches;
        this.batchShares = batches.shares();
        this.settings = settings;
        this.centres = Arrays.stream(centres).map(centre -> unit(centre, width)).toArray(double[][]::new);
        this.workers = workers;
        this.shares = new double[Math.multiplyExact(rows, centres.length)];
        this.observed = new double[centres.length][batches.levels()];
        this.mass = new double[centres.length];
        this.corrected = original;
        this.unit = unit(original, width);
    }

    int count() {
        return centres.length;
    }

    static double[] doubles(DenseMatrix matrix) {
        double[] values = new double[matrix.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix.values()[i];
        }
        return values;
    }

    /** Rows scaled to length one; a row of zeros stays. */
    static double[] unit(double[] values, int width) {
        double[] unit = values.clone();
        for (int at = 0; at < values.length; at += width) {
            double squares = 0;
            for (int j = 0; j < width; j++) {
                squares += values[at + j] * values[at + j];
            }
            double length = Math.sqrt(squares);
            for (int j = 0; j < width && length > 0; j++) {
                unit[at + j] /= length;
            }
        }
        return unit;
    }

    /** Assigns by distance alone. */
    void assignFirst() {
        workers.forRanges(rows, BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                closeness(row);
                scaleToOne(row);
            }
        });
        int[] all = new int[rows];
        Arrays.setAll(all, i -> i);
        tally(all, 1);
    }

    /** Puts {@code exp(-distance / sigma)}, relative to the largest, in the row's shares. */
    private void closeness(int row) {
        int at = row * centres.length;
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < centres.length; c++) {
            double distance = 2 * (1 - SphericalMeans.dot(centres[c], unit, row * width));
            shares[at + c] = -distance / settings.softness();
            largest = Math.max(largest, shares[at + c]);
        }
        for (int c = 0; c < centres.length; c++) {
            shares[at + c] = Math.exp(shares[at + c] - largest);
        }
    }

    private void scaleToOne(int row) {
        int at = row * centres.length;
        double sum = 0;
        for (int c = 0; c < centres.length; c++) {
            sum += shares[at + c];
        }
        for (int c = 0; c < centres.length; c++) {
            shares[at + c] /= sum;
        }
    }

    /** Adds the shares of observations to what clusters hold, or takes them off. */
    private void tally(int[] chosen, int sign) {
        int levels = batches.levels();
        List<double[]> parts = blocks(chosen.length, (from, to) -> {
            double[] sums = new double[centres.length * (levels + 1)];
            for (int i = from; i < to; i++) {
                int at = chosen[i] * centres.length;
                for (int c = 0; c < centres.length; c++) {
                    sums[c * (levels + 1) + levels] += shares[at + c];
                    for (int[] codes : batches.levelOf()) {
                        sums[c * (levels + 1) + codes[chosen[i]]] += shares[at + c];
                    }
                }
            }
            return sums;
        });
        for (double[] part : parts) {
            for (int c = 0; c < centres.length; c++) {
                for (int level = 0; level < levels; level++) {
                    observed[c][level] += sign * part[c * (levels + 1) + level];
                }
                mass[c] += sign * part[c * (levels + 1) + levels];
            }
        }
    }

    /** The centres become the directions of the sums of their observations. */
    void moveCentres() {
        List<double[]> parts = blocks(rows, (from, to) -> {
            double[] sums = new double[centres.length * width];
            for (int row = from; row < to; row++) {
                for (int c = 0; c < centres.length; c++) {
                    double share = shares[row * centres.length + c];
                    for (int j = 0; j < width; j++) {
                        sums[c * width + j] += share * unit[row * width + j];
                    }
                }
            }
            return sums;
        });
        for (int c = 0; c < centres.length; c++) {
            double[] sum = new double[width];
            for (double[] part : parts) {
                for (int j = 0; j < width; j++) {
                    sum[j] += part[c * width + j];
                }
            }
            centres[c] = unit(sum, width);
        }
    }

    /** Assigns all observations anew, block after block in the order given, each against what the others hold. */
    void assign(int[] order, double blockShare) {
        int blocks = (int) Math.ceil(1 / blockShare);
        int from = 0;
        for (int block = 0; block < blocks; block++) {
            int size = rows / blocks + (block < rows % blocks ? 1 : 0);
            int[] chosen = Arrays.copyOfRange(order, from, from + size);
            from += size;
            tally(chosen, -1);
            double[][] penalty = penalties();
            workers.forRanges(size, BLOCK, (first, last) -> {
                for (int i = first; i < last; i++) {
                    closeness(chosen[i]);
                    penalise(chosen[i], penalty);
                    scaleToOne(chosen[i]);
                }
            });
            tally(chosen, 1);
        }
    }

    private double[][] penalties() {
        double[][] penalty = new double[centres.length][batches.levels()];
        for (int c = 0; c < centres.length; c++) {
            for (int level = 0; level < penalty[c].length; level++) {
                double expected = mass[c] * batchShares[level];
                penalty[c][level] = Math.pow((expected + 1) / (observed[c][level] + 1), settings.diversity());
            }
        }
        return penalty;
    }

    private void penalise(int row, double[][] penalty) {
        for (int c = 0; c < centres.length; c++) {
            double factor = 0;
            for (int[] codes : batches.levelOf()) {
                factor += penalty[c][codes[row]];
            }
            shares[row * centres.length + c] *= factor;
        }
    }

    /** Distances to centres, plus entropy, plus how far batches are from their expected mass. */
    double objective() {
        double[][] weight = new double[centres.length][batches.levels()];
        for (int c = 0; c < centres.length; c++) {
            for (int level = 0; level < weight[c].length; level++) {
                double expected = mass[c] * batchShares[level];
                weight[c][level] = settings.diversity() * Math.log((observed[c][level] + 1) / (expected + 1));
            }
        }
        List<double[]> parts = blocks(rows, (from, to) -> {
            double sum = 0;
            for (int row = from; row < to; row++) {
                for (int c = 0; c < centres.length; c++) {
                    double share = shares[row * centres.length + c];
                    double distance = 2 * (1 - SphericalMeans.dot(centres[c], unit, row * width));
                    double penalty = 0;
                    for (int[] codes : batches.levelOf()) {
                        penalty += weight[c][codes[row]];
                    }
                    double entropy = share > 0 ? share * Math.log(share) : 0;
                    sum += share * distance + settings.softness() * (entropy + share * penalty);
                }
            }
            return new double[] {sum};
        });
        return parts.stream().mapToDouble(part -> part[0]).sum();
    }

    /** Takes off each cluster's shifts by batch, in the shares of the observations, from the original vectors. */
    void correct() {
        double[][][] shifts = RidgeShifts.of(original, width, shares, centres.length, batches, settings, workers);
        double[] next = original.clone();
        workers.forRanges(rows, BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int c = 0; c < centres.length; c++) {
                    double share = shares[row * centres.length + c];
                    for (int[] codes : batches.levelOf()) {
                        double[] shift = shifts[c][codes[row]];
                        for (int j = 0; j < width; j++) {
                            next[row * width + j] -= share * shift[j];
                        }
                    }
                }
            }
        });
        corrected = next;
        unit = unit(next, width);
    }

    DenseMatrix corrected() {
        float[] values = new float[corrected.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) corrected[i];
        }
        return new DenseMatrix(rows, width, values);
    }

    /** Sums over parts of the rows, in order; the parts depend on the number of rows alone. */
    private List<double[]> blocks(int n, PartSum sum) {
        int size = Math.max(BLOCK, (n + 63) / 64);
        IntFunction<double[]> part = block -> sum.of(block * size, Math.min(n, (block + 1) * size));
        return workers.map((n + size - 1) / size, part);
    }

    /** The sums of a part of the rows. */
    private interface PartSum {
        double[] of(int from, int to);
    }
}
