package io.spatho.anndata.synthetic;

import java.util.Arrays;

/**
 * The names of a section's cells and the numbers of their nuclei among all nuclei, from 1.
 *
 * @param names names in the order of the cells
 * @param nuclei for each cell, how many nuclei the cells up to and including it have
 */
record CellLabels(String[] names, int[] nuclei, long seed) {

    static CellLabels of(Section section, long seed) {
        String[] names = new String[section.cells()];
        Arrays.setAll(names, number -> CellNames.cell(number, names.length, seed));
        int[] nuclei = new int[section.cells()];
        int count = 0;
        for (int number = 0; number < nuclei.length; number++) {
            count += CellOutline.nucleated(section.place(number), seed) ? 1 : 0;
            nuclei[number] = count;
        }
        return new CellLabels(names, nuclei, seed);
    }

    String name(int number) {
        return names[number];
    }

    /** The label of a cell's outline. */
    int cellLabel(int number) {
        return number + 1;
    }

    /** The label of the outline of a cell's nucleus, if it has one. */
    int nucleusLabel(int number) {
        return nuclei[number];
    }
}
