package io.spatho.anndata.synthetic;

/** A made cell: its place on the lattice, where it lies in micrometres, in what, and of what type it is. */
record Cell(int index, double x, double y, Place place, CellType type) {}
