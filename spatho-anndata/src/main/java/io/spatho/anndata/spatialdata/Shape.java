package io.spatho.anndata.spatialdata;

/**
 * A row of a shapes element.
 *
 * @param geometry well-known binary
 * @param radius of a circle, micrometres; not written for polygons
 * @param id the row's name
 * @param cellId the observation that it belongs to
 */
record Shape(byte[] geometry, double radius, String id, String cellId) {}
