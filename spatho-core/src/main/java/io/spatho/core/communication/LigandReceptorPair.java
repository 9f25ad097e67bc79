package io.spatho.core.communication;

import java.util.List;

/**
 * A ligand and its receptor, each one gene or a complex of several that are all needed.
 *
 * @param ligand name of the ligand
 * @param ligandGenes its subunits
 * @param receptor name of the receptor
 * @param receptorGenes its subunits
 */
public record LigandReceptorPair(String ligand, List<String> ligandGenes, String receptor, List<String> receptorGenes) {

    public LigandReceptorPair {
        ligandGenes = List.copyOf(ligandGenes);
        receptorGenes = List.copyOf(receptorGenes);
        if (ligandGenes.isEmpty() || receptorGenes.isEmpty()) {
            throw new IllegalArgumentException(ligand + " and " + receptor + " need genes");
        }
    }

    /** A pair of single genes. */
    public static LigandReceptorPair ofGenes(String ligand, String receptor) {
        return new LigandReceptorPair(ligand, List.of(ligand), receptor, List.of(receptor));
    }
}
