package io.spatho.anndata.synthetic;

/**
 * What the tissue is at one point.
 *
 * @param structure the structure there
 * @param depth micrometres from the structure's border inwards; 0 in stroma
 * @param radius the structure's radius in micrometres; 0 in stroma
 * @param tumourDepth micrometres inside the nearest tumour nest, negative outside one
 * @param lumen whether the point lies in a hollow without cells
 * @param secretory for a gland, whether its inner cells secrete
 */
record Place(Structure structure, double depth, double radius, double tumourDepth, boolean lumen, boolean secretory) {}
