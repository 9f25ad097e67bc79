/**
 * Text files, plain or gzip-compressed: {@link io.spatho.anndata.csv.CsvTable} reads delimited text, {@link
 * io.spatho.anndata.csv.TextInput} opens any other.
 */
package io.spatho.anndata.csv;
