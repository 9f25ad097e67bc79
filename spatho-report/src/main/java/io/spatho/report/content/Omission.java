package io.spatho.report.content;

/**
 * Something that the run did not make.
 *
 * @param what what is missing, for people
 * @param path the artifact that it would have been, or the folder of such artifacts, ending in a slash; empty when there is none
 * @param reason why, in one sentence
 */
public record Omission(String what, String path, String reason) {

    /** Whether this is the reason why an artifact is absent. */
    boolean explains(String artifact) {
        return !path.isEmpty() && (path.equals(artifact) || (path.endsWith("/") && artifact.startsWith(path)));
    }
}
