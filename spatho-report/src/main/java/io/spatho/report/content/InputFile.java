package io.spatho.report.content;

/**
 * A file that the run read.
 *
 * @param role what it is, such as {@code matrix}
 * @param name its path relative to the bundle
 * @param bytes its size
 * @param sha256 its digest
 */
public record InputFile(String role, String name, long bytes, String sha256) {}
