package io.spatho.stgpt.region;

import java.util.List;

/**
 * What a network has beside genes: numbers beside a cell, a token for its picture, a head for its structure.
 *
 * @param beside numbers beside the cell's genes
 * @param imageColumns names of the image features
 * @param structures names of the structures
 */
record RegionParts(int beside, List<String> imageColumns, List<String> structures) {

    RegionParts {
        imageColumns = List.copyOf(imageColumns);
        structures = List.copyOf(structures);
    }

    static RegionParts none() {
        return new RegionParts(0, List.of(), List.of());
    }

    static RegionParts of(RegionInputs inputs) {
        return new RegionParts(
                inputs.beside().columns(),
                inputs.images().map(ImageFeatures::names).orElse(List.of()),
                inputs.structures().map(StructureLabels::names).orElse(List.of()));
    }

    boolean seesImages() {
        return !imageColumns.isEmpty();
    }

    boolean namesStructures() {
        return !structures.isEmpty();
    }
}
