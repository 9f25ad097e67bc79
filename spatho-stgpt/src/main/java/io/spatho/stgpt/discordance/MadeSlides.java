package io.spatho.stgpt.discordance;

import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Made slides with five domains and planted discordance: in some discs the picture stays that of the domain and the genes are those
 * of another one.
 *
 * <p>Spots lie on a square grid 100 µm apart; a slide's domains are the cells of five random points. A spot's counts are Poisson
 * with log-normal scatter around its domain's profile, in which a fifth of the genes is four times as strong; its picture is the domain's
 * vector plus noise ({@link PictureNoise}) and the slide's own shift. Determinism: depends on the arguments.
 *
 * @param material the spots
 * @param pictures the domain that the picture shows
 * @param molecules the domain whose genes the spot has
 */
public record MadeSlides(SpotMaterial material, int[] pictures, int[] molecules) {

    /** Domains of every slide. */
    public static final int DOMAINS = 5;

    /** Discs of every slide whose genes are of another domain, unless another number is asked for. */
    public static final int DISCS = 3;

    private static final double PITCH_UM = 100;
    private static final double RADIUS = 2.6;
    private static final double FOLD = 4;
    private static final double COUNTS = 800;
    private static final double SCATTER = 0.3;

    /**
     * Makes slides.
     *
     * @param slides how many
     * @param side spots along each side of a slide
     * @param genes at least 10
     * @param features at least 5
     */
    public static MadeSlides of(int slides, int side, int genes, int features, long seed, Workers workers) {
        return of(slides, side, genes, features, DISCS, PictureNoise.NORMAL, seed, workers);
    }

    /** The same with a number of discs on every slide, without any of which nothing is planted, and with a kind of noise. */
    public static MadeSlides of(
            int slides,
            int side,
            int genes,
            int features,
            int planted,
            PictureNoise noise,
            long seed,
            Workers workers) {
        if (planted < 0 || planted > 20) {
            throw new IllegalArgumentException(planted + " discs");
        }
        if (slides < 1 || side < 8 || side > 200 || genes < 10 || features < 5) {
            throw new IllegalArgumentException(slides + " slides of side " + side + ", " + genes + " genes");
        }
        int each = side * side;
        int n = slides * each;
        String[] ids = new String[n];
        String[] names = new String[n];
        double[] x = new double[n];
        double[] y = new double[n];
        int[] pictures = new int[n];
        int[] molecules = new int[n];
        for (int slide = 0; slide < slides; slide++) {
            double[][] centres = points(seed, "made-domains", slide, DOMAINS, side);
            double[][] discs = points(seed, "made-discs", slide, planted, side);
            for (int place = 0; place < each; place++) {
                int spot = slide * each + place;
                int column = place % side;
                int line = place / side;
                ids[spot] = "slide" + (slide + 1) + "-spot" + (place + 1);
                names[spot] = "slide" + (slide + 1);
                x[spot] = PITCH_UM * column;
                y[spot] = PITCH_UM * line;
                pictures[spot] = nearest(centres, column, line);
                molecules[spot] = molecules(centres, discs, column, line, pictures[spot]);
            }
        }
        SpotMaterial material = SpotMaterial.of(
                ids,
                Libraries.of(names),
                x,
                y,
                numbered("gene", genes),
                numbered("feature", features),
                counts(molecules, genes, seed),
                image(pictures, noise.draw(n, features, side, seed), each, seed),
                workers);
        return new MadeSlides(material, pictures, molecules);
    }

    /** Whether picture and molecules of a spot were made to disagree. */
    public boolean isPlanted(int spot) {
        return pictures[spot] != molecules[spot];
    }

    private static List<String> numbered(String name, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add(name + i);
        }
        return names;
    }

    private static double[][] points(long seed, String purpose, int slide, int count, int side) {
        CounterRandom random = CounterRandom.of(seed, purpose, slide);
        double[][] points = new double[count][];
        for (int i = 0; i < count; i++) {
            double[] best = null;
            double farthest = -1;
            // Of some draws the one farthest from the points before, so that domains and discs lie apart.
            for (int draw = 0; draw < 20; draw++) {
                double[] point = {side * (0.1 + 0.8 * random.nextDouble()), side * (0.1 + 0.8 * random.nextDouble())};
                double apart = Double.POSITIVE_INFINITY;
                for (int j = 0; j < i; j++) {
                    apart = Math.min(apart, Math.hypot(point[0] - points[j][0], point[1] - points[j][1]));
                }
                if (apart > farthest) {
                    farthest = apart;
                    best = point;
                }
            }
            points[i] = best;
        }
        return points;
    }

    private static int nearest(double[][] points, double x, double y) {
        int best = 0;
        for (int i = 1; i < points.length; i++) {
            boolean nearer = Math.hypot(points[i][0] - x, points[i][1] - y)
                    < Math.hypot(points[best][0] - x, points[best][1] - y);
            best = nearer ? i : best;
        }
        return best;
    }

    private static int molecules(double[][] centres, double[][] discs, double x, double y, int own) {
        int disc = nearest(discs, x, y);
        if (discs.length == 0 || Math.hypot(discs[disc][0] - x, discs[disc][1] - y) > RADIUS) {
            return own;
        }
        return (nearest(centres, discs[disc][0], discs[disc][1]) + 2 + disc % 2) % DOMAINS;
    }

    private static CsrMatrix counts(int[] domains, int genes, long seed) {
        double[] base = new double[genes];
        CounterRandom profile = CounterRandom.of(seed, "made-profile", 0);
        Arrays.setAll(base, gene -> Math.exp(0.7 * profile.nextGaussian()));
        long[] starts = new long[domains.length + 1];
        int[] columns = new int[domains.length * genes];
        float[] values = new float[columns.length];
        int next = 0;
        for (int spot = 0; spot < domains.length; spot++) {
            CounterRandom random = CounterRandom.of(seed, "made-counts", spot);
            double size = COUNTS * Math.exp(SCATTER * random.nextGaussian());
            double total = 0;
            double[] means = new double[genes];
            for (int gene = 0; gene < genes; gene++) {
                means[gene] = base[gene] * (gene % DOMAINS == domains[spot] ? FOLD : 1);
                total += means[gene];
            }
            for (int gene = 0; gene < genes; gene++) {
                int count = random.nextPoisson(size * means[gene] / total * Math.exp(SCATTER * random.nextGaussian()));
                if (count > 0) {
                    columns[next] = gene;
                    values[next++] = count;
                }
            }
            starts[spot + 1] = next;
        }
        return new CsrMatrix(domains.length, genes, starts, Arrays.copyOf(columns, next), Arrays.copyOf(values, next));
    }

    private static DenseMatrix image(int[] domains, DenseMatrix noise, int each, long seed) {
        int features = noise.columns();
        double[][] centres = new double[DOMAINS][features];
        for (int domain = 0; domain < DOMAINS; domain++) {
            CounterRandom random = CounterRandom.of(seed, "made-pictures", domain);
            Arrays.setAll(centres[domain], feature -> random.nextGaussian());
        }
        DenseMatrix image = DenseMatrix.zeros(domains.length, features);
        for (int spot = 0; spot < domains.length; spot++) {
            CounterRandom shift = CounterRandom.of(seed, "made-shift", spot / each);
            for (int feature = 0; feature < features; feature++) {
                image.values()[spot * features + feature] =
                        (float) (centres[domains[spot]][feature] + noise.get(spot, feature) + shift.nextGaussian());
            }
        }
        return image;
    }
}
