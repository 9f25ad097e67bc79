package io.spatho.core.analysis;

import io.spatho.core.cluster.NeighbourhoodClustering;
import java.util.Locale;

/**
 * How tissue domains are found.
 *
 * @param method the features
 * @param meanNeighbours for {@link Method#BANKSY}: nearest neighbours that means are taken over
 * @param gradientNeighbours for {@link Method#BANKSY}: nearest neighbours that gradients are taken over
 * @param clustering neighbourhood's share, components, neighbours, resolution and smoothing
 */
public record DomainSettings(
        Method method, int meanNeighbours, int gradientNeighbours, NeighbourhoodClustering.Options clustering) {

    /** What observations are clustered by. */
    public enum Method {
        /** Genes, their kernel-weighted neighbourhood means and azimuthal gradients. */
        BANKSY,
        /** Principal components and their means over the spatial graph. */
        MEANS;

        /** The name used in options and files. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DomainSettings {
        if (meanNeighbours < 1 || gradientNeighbours < 1) {
            throw new IllegalArgumentException("a neighbourhood needs a neighbour");
        }
    }
}
