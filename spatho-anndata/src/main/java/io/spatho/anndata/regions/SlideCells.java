package io.spatho.anndata.regions;

/**
 * What regions are laid on: the observations of a case.
 *
 * @param ids their ids
 * @param xUm their x, micrometres
 * @param yUm their y, micrometres
 */
public record SlideCells(String[] ids, double[] xUm, double[] yUm) {

    public SlideCells {
        if (xUm.length != ids.length || yUm.length != ids.length) {
            throw new IllegalArgumentException(ids.length + " cells at " + xUm.length + ", " + yUm.length + " places");
        }
    }
}
