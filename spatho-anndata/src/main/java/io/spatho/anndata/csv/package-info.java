/** Delimited text, plain or gzip-compressed; start with {@link io.spatho.anndata.csv.CsvTable}. */
package io.spatho.anndata.csv;
