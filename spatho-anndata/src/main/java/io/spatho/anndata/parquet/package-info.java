/**
 * Parquet tables, read by column and written as a stream without starting Hadoop; start with {@link
 * io.spatho.anndata.parquet.ParquetTable} for reading and {@link io.spatho.anndata.parquet.ParquetTables} for the format.
 */
package io.spatho.anndata.parquet;
