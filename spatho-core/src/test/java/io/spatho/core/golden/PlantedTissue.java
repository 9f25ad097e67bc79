package io.spatho.core.golden;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.random.CounterRandom;

/** Made-up tissue: cells of known types, mixed differently in four vertical stripes. */
public record PlantedTissue(CsrMatrix counts, double[] xUm, double[] yUm, int[] types, int[] domains) {

    public static PlantedTissue of(int cells, int genes, int types, long seed) {
        double[][] rates = new double[types][genes];
        for (int type = 0; type < types; type++) {
            CounterRandom random = CounterRandom.of(seed, "rates", type);
            for (int gene = 0; gene < genes; gene++) {
                rates[type][gene] = Math.exp(random.nextGaussian() - 0.8);
            }
        }
        float[][] counts = new float[cells][genes];
        double[] x = new double[cells];
        double[] y = new double[cells];
        int[] type = new int[cells];
        int[] domain = new int[cells];
        double side = Math.sqrt(cells) * 10;
        for (int cell = 0; cell < cells; cell++) {
            CounterRandom random = CounterRandom.of(seed, "cells", cell);
            x[cell] = random.nextDouble() * side;
            y[cell] = random.nextDouble() * side;
            domain[cell] = (int) (x[cell] / side * 4);
            boolean stray = random.nextInt(4) == 0;
            type[cell] = stray ? random.nextInt(types) : (domain[cell] * 2 + random.nextInt(2)) % types;
            for (int gene = 0; gene < genes; gene++) {
                counts[cell][gene] = random.nextPoisson(rates[type[cell]][gene]);
            }
        }
        return new PlantedTissue(AnalysisGolden.sparse(counts), x, y, type, domain);
    }
}
