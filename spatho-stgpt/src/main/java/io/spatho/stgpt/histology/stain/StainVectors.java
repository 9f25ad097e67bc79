package io.spatho.stgpt.histology.stain;

import java.util.Arrays;

/**
 * How a slide is stained: the colours of its two stains and how strong they get.
 *
 * @param haematoxylin optical density of red, green and blue, of length one
 * @param eosin the same
 * @param strongest 99th percentile of the amounts of both
 */
public record StainVectors(double[] haematoxylin, double[] eosin, double[] strongest) {

    /** The appearance to which slides are brought: the reference of Macenko et al. as published with their method's code. */
    static final StainVectors REFERENCE = new StainVectors(
            new double[] {0.5626, 0.7201, 0.4062}, new double[] {0.2159, 0.8012, 0.5581}, new double[] {1.9705, 1.0308
            });

    public StainVectors {
        if (haematoxylin.length != 3 || eosin.length != 3 || strongest.length != 2) {
            throw new IllegalArgumentException("two colours of three channels and two amounts are needed");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StainVectors that
                && Arrays.equals(haematoxylin, that.haematoxylin)
                && Arrays.equals(eosin, that.eosin)
                && Arrays.equals(strongest, that.strongest);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(haematoxylin) + Arrays.hashCode(eosin)) + Arrays.hashCode(strongest);
    }

    @Override
    public String toString() {
        return "haematoxylin " + Arrays.toString(haematoxylin) + ", eosin " + Arrays.toString(eosin) + ", strongest "
                + Arrays.toString(strongest);
    }
}
