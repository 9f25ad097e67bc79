package io.spatho.anndata.h5ad;

import java.util.List;
import java.util.Optional;

/**
 * A whole AnnData object as elements, in today's places whatever the version that wrote it.
 *
 * @param x the matrix, absent in files without one
 * @param obs the observations' table
 * @param var the variables' table
 * @param layers matrices of the shape of {@code x}
 * @param obsm arrays per observation
 * @param varm arrays per variable
 * @param obsp matrices of observations x observations
 * @param varp matrices of variables x variables
 * @param uns everything else
 * @param raw the raw part, when there is one
 * @param notes what was left out or moved, for people
 */
public record AnnDataFile(
        Optional<Element> x,
        Element.Frame obs,
        Element.Frame var,
        Element.Dict layers,
        Element.Dict obsm,
        Element.Dict varm,
        Element.Dict obsp,
        Element.Dict varp,
        Element.Dict uns,
        Optional<Raw> raw,
        List<String> notes) {

    public AnnDataFile {
        notes = List.copyOf(notes);
    }

    /**
     * The matrix before variables were selected.
     *
     * @param x the matrix, if there is one
     * @param var its variables' table
     * @param varm arrays per variable
     */
    public record Raw(Optional<Element> x, Element.Frame var, Element.Dict varm) {}
}
