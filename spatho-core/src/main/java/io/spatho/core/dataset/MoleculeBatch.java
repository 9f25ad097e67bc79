package io.spatho.core.dataset;

/**
 * Some molecules in the order of their file; the first {@code size} elements of each array count.
 *
 * @param size number of molecules
 * @param ids the platform's number of each molecule
 * @param observations row of the dataset that each molecule was assigned to, -1 for none
 * @param features index into {@link MoleculeSource#features()}
 * @param xUm x, micrometres
 * @param yUm y, micrometres
 * @param zUm z, micrometres
 * @param qualities Phred-scaled quality of the decoding, NaN where the platform gives none
 * @param inNucleus whether each molecule lies in a nucleus
 */
public record MoleculeBatch(
        int size,
        long[] ids,
        int[] observations,
        int[] features,
        float[] xUm,
        float[] yUm,
        float[] zUm,
        float[] qualities,
        boolean[] inNucleus) {}
