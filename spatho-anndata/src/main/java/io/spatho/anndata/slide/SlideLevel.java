package io.spatho.anndata.slide;

/**
 * One resolution of a slide.
 *
 * @param width columns
 * @param height rows
 * @param downsample how many columns (and rows) of the largest level one of this level covers: the mean of both ratios
 * @param tileWidth columns of a tile or strip
 * @param tileHeight rows of a tile or strip
 * @param codec how the tiles are encoded
 */
public record SlideLevel(int width, int height, double downsample, int tileWidth, int tileHeight, String codec) {}
