package io.spatho.stgpt.histology.tile;

/**
 * A place on a slide around which fields of view are read.
 *
 * @param id the observation's or region's id, or {@code r<row>_c<column>} of a grid
 * @param xUm centre in micrometres of the case, or of the slide where there is no case
 * @param yUm centre
 * @param column centre in pixels of the slide's largest level
 * @param row centre
 * @param tissueShare share of the tile on tissue
 */
public record Tile(String id, double xUm, double yUm, double column, double row, double tissueShare) {}
