/**
 * The TIFF container: classic and BigTIFF of both byte orders, directories and sub-directories, tiles and strips, and the codecs that
 * slide scanners use; and a writer of tiled OME-TIFF pyramids. Start with {@link io.spatho.anndata.tiff.TiffFile}.
 *
 * <p>Source: TIFF revision 6.0 (Adobe, 1992), TIFF Technical Note 2 (JPEG), the BigTIFF design (bigtiff.org), the Aperio image formats
 * note (compressions 33003 and 33005), OME-TIFF specification 6 (sub-resolutions in SubIFDs).
 */
package io.spatho.anndata.tiff;
