package io.spatho.core.evidence;

/**
 * Rows of an artifact on which a piece of evidence rests.
 *
 * @param path the artifact, relative to the run folder
 * @param rows which rows: a condition such as {@code region_id = region_0001}, or {@code all}
 * @param sha256 the artifact's digest
 */
public record SupportingArtifact(String path, String rows, String sha256) {}
