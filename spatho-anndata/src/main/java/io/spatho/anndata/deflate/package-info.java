/**
 * Compression to zlib streams that is quick on numbers and gives the same bytes on every machine; start with {@link
 * io.spatho.anndata.deflate.FastDeflater}.
 *
 * <p>Source: RFC 1950 (zlib) and RFC 1951 (deflate).
 */
package io.spatho.anndata.deflate;
