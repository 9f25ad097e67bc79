package io.spatho.core.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a case came from.
 *
 * @param platform the platform
 * @param softwareVersion the platform's own software version, or empty
 * @param sampleName a name for people, from the bundle's metadata or folder
 * @param pixelSizeUm micrometres per full-resolution pixel, NaN when unknown
 * @param observationSizeUm diameter of a spot, side of a bin, or NaN for cells
 * @param sources the files that were read, by role, in a fixed order
 * @param transforms maps between the slide's frames
 * @param platformFields further facts as the platform wrote them
 * @param warnings what was unusual but not wrong
 */
public record CaseMetadata(
        Platform platform,
        String softwareVersion,
        String sampleName,
        double pixelSizeUm,
        double observationSizeUm,
        List<SourceFile> sources,
        List<SpatialTransform> transforms,
        Map<String, String> platformFields,
        List<String> warnings) {

    public CaseMetadata {
        sources = List.copyOf(sources);
        transforms = List.copyOf(transforms);
        platformFields = Collections.unmodifiableMap(new LinkedHashMap<>(platformFields));
        warnings = List.copyOf(warnings);
    }

    /** The same with other warnings. */
    public CaseMetadata withWarnings(List<String> values) {
        return new CaseMetadata(
                platform,
                softwareVersion,
                sampleName,
                pixelSizeUm,
                observationSizeUm,
                sources,
                transforms,
                platformFields,
                values);
    }

    /** The same with other sources. */
    public CaseMetadata withSources(List<SourceFile> values) {
        return new CaseMetadata(
                platform,
                softwareVersion,
                sampleName,
                pixelSizeUm,
                observationSizeUm,
                values,
                transforms,
                platformFields,
                warnings);
    }

    /** The same with other facts of the platform. */
    public CaseMetadata withPlatformFields(Map<String, String> values) {
        return new CaseMetadata(
                platform,
                softwareVersion,
                sampleName,
                pixelSizeUm,
                observationSizeUm,
                sources,
                transforms,
                values,
                warnings);
    }

    /**
     * A file that was read.
     *
     * @param role what it is, such as {@code matrix} or {@code cells}
     * @param name its path relative to the bundle, with forward slashes
     * @param bytes its size
     * @param sha256 its digest
     */
    public record SourceFile(String role, String name, long bytes, String sha256) {}
}
