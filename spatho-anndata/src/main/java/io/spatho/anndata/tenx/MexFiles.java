package io.spatho.anndata.tenx;

import java.nio.file.Path;

/**
 * The three files of a Matrix Market feature-barcode matrix, each plain or gzip-compressed.
 *
 * @param matrix {@code matrix.mtx}
 * @param features {@code features.tsv}, or the older {@code genes.tsv} without types
 * @param barcodes {@code barcodes.tsv}
 */
public record MexFiles(Path matrix, Path features, Path barcodes) {}
