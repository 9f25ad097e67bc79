package io.spatho.anndata.tenx;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a reader looks for in a bundle.
 *
 * @param role what it is, such as {@code matrix}
 * @param required whether the bundle cannot be read without it
 * @param expected the usual names, for people
 * @param files the files found, none when it is missing
 */
public record BundlePart(String role, boolean required, String expected, List<Path> files) {

    public BundlePart {
        files = List.copyOf(files);
    }

    /** A part of at most one file. */
    public static BundlePart of(String role, boolean required, String expected, Optional<Path> file) {
        return new BundlePart(role, required, expected, file.stream().toList());
    }
}
