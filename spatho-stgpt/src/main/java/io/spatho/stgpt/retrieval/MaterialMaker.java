package io.spatho.stgpt.retrieval;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.table.Column;
import io.spatho.stgpt.region.Division;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes the material of a training from a case, the features of its tiles and a reference. */
final class MaterialMaker {

    private static final int FEWEST = 20;
    private static final int AROUND = 6;

    private final RetrievalRequest request;
    private final Workers workers;
    private final List<String> panel;
    private final List<String> shared;
    private final int[] rows;
    private final int[] tiles;

    MaterialMaker(RetrievalRequest request, Workers workers) {
        this.request = request;
        this.workers = workers;
        this.panel = request.dataset().panel().uniqueNames();
        Set<String> measured = new HashSet<>(panel);
        this.shared =
                request.index().genes().stream().filter(measured::contains).toList();
        requireOverlap();
        int[] all = request.features().rowsOf(request.dataset().cellIds());
        this.rows = IntStream.range(0, all.length)
                .filter(row -> all[row] >= 0
                        && request.dataset().counts().start(row)
                                < request.dataset().counts().end(row))
                .toArray();
        this.tiles = Arrays.stream(rows).map(row -> all[row]).toArray();
        if (rows.length < FEWEST) {
            throw new InputException(Problem.of("too few observations have both counts and features")
                    .at("--features")
                    .expected("at least " + FEWEST, rows.length)
                    .fix("Make the features around the observations of this very case: spatho histology encode BUNDLE"
                            + " --he SLIDE"));
        }
    }

    private void requireOverlap() {
        double share = overlap();
        if (share < RetrievalRequest.LEAST_OVERLAP || shared.size() < RetrievalRequest.FEWEST_SHARED) {
            throw new InputException(Problem.of("case and reference have too few genes in common")
                    .at("--index")
                    .expected(
                            "at least 10 % of the reference's genes and " + RetrievalRequest.FEWEST_SHARED + " genes",
                            shared.size() + " of " + request.index().genes().size())
                    .fix("Check that both name genes alike (symbols or ids), or take a reference of the same species"));
        }
    }

    /** The share of the reference's genes that the case measured. */
    double overlap() {
        return shared.size() / (double) Math.max(1, request.index().genes().size());
    }

    /** The number of genes that both have. */
    int shared() {
        return shared.size();
    }

    /** The rows of the case that are used. */
    int[] rows() {
        return rows;
    }

    /** What a material is made of: the genes that are predicted come with it. */
    record Made(RetrievalMaterial material, List<String> genes, Moments inputScale) {}

    Made make() {
        CsrMatrix counts = request.dataset().counts().selectRows(rows);
        CsrMatrix logged = Normalization.toMedian(counts, workers).matrix();
        DenseMatrix common = LookUp.dense(LookUp.columns(logged, panel, shared));
        Division division = SpatialSquares.division(
                at(request.dataset().xUm()),
                at(request.dataset().yUm()),
                request.settings().seed());
        int[] training = division.cells(Division.Part.TRAINING);
        List<String> genes = genes(common, training);
        DenseMatrix expression = LookUp.dense(LookUp.columns(logged, panel, genes));
        Moments scale = Moments.of(expression, training);
        DenseMatrix joined = PictureInputs.joined(request.features());
        Moments inputScale = Moments.of(
                joined, Arrays.stream(training).map(row -> tiles[row]).toArray());
        DenseMatrix composition = composition(common);
        return new Made(
                new RetrievalMaterial(
                        PictureInputs.of(request.features(), inputScale, workers)
                                .with(request.pictures()),
                        tiles,
                        division,
                        expression,
                        scale,
                        scale.standardised(expression),
                        composition,
                        queries(common, composition, training)),
                genes,
                inputScale);
    }

    private double[] at(double[] values) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private List<String> genes(DenseMatrix common, int[] training) {
        if (request.genes().isEmpty()) {
            int[] chosen = RetrievalMaterial.mostVariable(common, training, request.mostGenes());
            return Arrays.stream(chosen).mapToObj(shared::get).toList();
        }
        for (String gene : request.genes()) {
            if (!panel.contains(gene)) {
                throw new InputException(Problem.of("the case did not measure a gene that it is to learn")
                        .at("--genes " + gene)
                        .expected("one of its " + panel.size() + " genes", gene)
                        .fix("Check the spelling, or leave it out"));
            }
        }
        return request.genes();
    }

    private DenseMatrix composition(DenseMatrix common) {
        return request.annotation().map(this::annotated).orElseGet(() -> deconvolved(common));
    }

    /** Shares of the types by non-negative least squares on the shared genes. */
    private DenseMatrix deconvolved(DenseMatrix common) {
        DenseMatrix signatures = request.index().signatures();
        int[] columns =
                shared.stream().mapToInt(request.index().genes()::indexOf).toArray();
        DenseMatrix chosen = DenseMatrix.zeros(signatures.rows(), columns.length);
        for (int type = 0; type < signatures.rows(); type++) {
            for (int i = 0; i < columns.length; i++) {
                chosen.values()[type * columns.length + i] = signatures.get(type, columns[i]);
            }
        }
        NonNegativeShares solver = new NonNegativeShares(chosen);
        DenseMatrix shares = DenseMatrix.zeros(rows.length, signatures.rows());
        workers.forRanges(rows.length, 64, (from, to) -> {
            double[] expression = new double[columns.length];
            for (int row = from; row < to; row++) {
                for (int i = 0; i < columns.length; i++) {
                    expression[i] = Math.expm1(common.get(row, i));
                }
                System.arraycopy(solver.of(expression), 0, shares.values(), row * signatures.rows(), signatures.rows());
            }
        });
        return shares;
    }

    /** Shares of the types among an observation and its six nearest. */
    private DenseMatrix annotated(String name) {
        if (!request.dataset().obs().has(name)) {
            throw new InputException(Problem.of("the case has no such column of cell types")
                    .at("--annotation " + name)
                    .expected(name, String.join(", ", request.dataset().obs().names()))
                    .fix("Name a column of obs, or leave it out for deconvolution"));
        }
        Column column = request.dataset().obs().column(name);
        List<String> types = request.index().typeNames();
        int[] own = Arrays.stream(rows)
                .map(row -> types.indexOf(String.valueOf(column.text(row))))
                .toArray();
        if (Arrays.stream(own).allMatch(type -> type < 0)) {
            throw new InputException(Problem.of("no observation has a cell type that the reference knows")
                    .at("--annotation " + name)
                    .expected(String.join(", ", types), column.text(rows[0])));
        }
        int around = Math.min(AROUND, rows.length - 1);
        NearestNeighbours nearest = SpatialNeighbours.nearest(
                at(request.dataset().xUm()), at(request.dataset().yUm()), around, workers);
        DenseMatrix shares = DenseMatrix.zeros(rows.length, types.size());
        for (int row = 0; row < rows.length; row++) {
            double[] votes = new double[types.size()];
            double sum = 0;
            for (int i = -1; i < around; i++) {
                int type = own[i < 0 ? row : nearest.neighbour(row, i)];
                if (type >= 0) {
                    votes[type]++;
                    sum++;
                }
            }
            for (int type = 0; type < votes.length; type++) {
                shares.values()[row * votes.length + type] = (float) (sum > 0 ? votes[type] / sum : 1.0 / votes.length);
            }
        }
        return shares;
    }

    /** Centred expression along the principal axes, or the mixture of the types' mean vectors. */
    private DenseMatrix queries(DenseMatrix common, DenseMatrix composition, int[] training) {
        DenseMatrix loadings = request.index().loadings();
        int width = request.index().vectors().columns();
        if (loadings.columns() != width) {
            return ReferenceBuilder.unit(product(composition, request.index().centres()));
        }
        int[] genes = shared.stream().mapToInt(request.index().genes()::indexOf).toArray();
        Moments moments = Moments.of(common, training);
        DenseMatrix centred = DenseMatrix.zeros(common.rows(), common.columns());
        for (int i = 0; i < centred.values().length; i++) {
            centred.values()[i] = common.values()[i] - moments.means()[i % genes.length];
        }
        return ReferenceBuilder.unit(product(centred, loadings.selectRows(genes)));
    }

    private static DenseMatrix product(DenseMatrix left, DenseMatrix right) {
        DenseMatrix result = DenseMatrix.zeros(left.rows(), right.columns());
        for (int row = 0; row < left.rows(); row++) {
            double[] sums = new double[right.columns()];
            for (int k = 0; k < left.columns(); k++) {
                for (int d = 0; d < sums.length; d++) {
                    sums[d] += (double) left.get(row, k) * right.get(k, d);
                }
            }
            for (int d = 0; d < sums.length; d++) {
                result.values()[row * sums.length + d] = (float) sums[d];
            }
        }
        return result;
    }
}
