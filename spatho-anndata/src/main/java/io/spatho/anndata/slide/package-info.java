/**
 * Whole-slide pictures: opening by content, levels, micrometres per pixel, regions at a level or at a stated resolution, and the tissue
 * mask. Start with {@link io.spatho.anndata.slide.Slide}.
 *
 * <p>Source: OME-TIFF specification 6, Aperio's note on its TIFF dialect, ImageJ's TIFF comments, PNG (pHYs) and JFIF (density).
 */
package io.spatho.anndata.slide;
