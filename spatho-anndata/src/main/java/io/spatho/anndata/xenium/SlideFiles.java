package io.spatho.anndata.xenium;

import io.spatho.anndata.registration.AlignmentMatrix;
import io.spatho.anndata.registration.KeypointFit;
import io.spatho.anndata.registration.Keypoints;
import io.spatho.anndata.registration.PlatformUnit;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The H&amp;E pictures in a Xenium bundle and the files that say how they lie.
 *
 * <p>A picture is {@code *_he_image.ome.tif}, its alignment {@code *_he_imagealignment.csv}, its key points {@code *_keypoints.csv};
 * both files are in morphology pixels. Source: 10x Genomics, Xenium Onboard Analysis and Xenium Explorer output files.
 */
public final class SlideFiles {

    private static final Pattern PICTURE = Pattern.compile("(?i)([^/]*[_.-])?he_image\\.ome\\.tiff?");
    private static final String FRAME = "he_image_pixel";

    private SlideFiles() {}

    /**
     * How a picture lies.
     *
     * @param matrix the alignment
     * @param keypoints pairs of points that test it
     */
    public record Alignment(Path matrix, Optional<Path> keypoints) {}

    /** The pictures, in the order of their names. */
    public static List<Path> pictures(BundleFolder folder) {
        return folder.names().stream()
                .filter(name -> PICTURE.matcher(name).matches())
                .map(folder.root()::resolve)
                .toList();
    }

    /**
     * The bundle's alignment for a picture, wherever the picture lies: the one named like it, else the only one of an H&amp;E picture,
     * else the only one.
     *
     * @throws InputException when several could be meant
     */
    public static Optional<Alignment> alignment(BundleFolder folder, Path picture) {
        XeniumFiles files = XeniumFiles.of(folder, new ArrayList<>());
        List<XeniumFiles.Named> all = files.alignments();
        String stem = String.valueOf(picture.getFileName()).replaceFirst("(?i)\\.ome\\.tiff?$", "");
        List<XeniumFiles.Named> found = all.stream()
                .filter(named -> String.valueOf(named.file().getFileName()).startsWith(stem + "alignment.csv"))
                .toList();
        if (found.isEmpty()) {
            found = all.stream().filter(named -> named.name().startsWith(FRAME)).toList();
        }
        if (found.isEmpty()) {
            found = all.stream()
                    .filter(named -> named.name().startsWith("image_pixel"))
                    .toList();
        }
        if (found.size() > 1) {
            List<String> names =
                    found.stream().map(named -> folder.nameOf(named.file())).toList();
            throw new InputException(Problem.of("several alignments of the bundle could be meant")
                    .at(folder.root())
                    .expected("one", String.join(", ", names))
                    .fix("Name one with --he-alignment"));
        }
        return found.stream().findFirst().map(named -> new Alignment(named.file(), files.keypoints(named, all.size())));
    }

    /** One line for each picture: its name, its alignment and how far key points are missed. */
    public static List<String> notes(BundleFolder folder) {
        return pictures(folder).stream()
                .map(picture ->
                        "the bundle has an H&E image; add --he " + picture + " (" + registered(folder, picture) + ")")
                .toList();
    }

    private static String registered(BundleFolder folder, Path picture) {
        try {
            Optional<Alignment> found = alignment(folder, picture);
            if (found.isEmpty()) {
                return "no alignment in the bundle: --he-alignment or --he-keypoints is needed as well";
            }
            String words = "alignment " + folder.nameOf(found.get().matrix());
            PlatformUnit unit = PlatformUnit.pixel(
                    XeniumFiles.of(folder, new ArrayList<>()).experiment().pixelSizeUm());
            var map = AlignmentMatrix.read(found.get().matrix(), unit);
            return words
                    + found.get()
                            .keypoints()
                            .map(file -> ", "
                                    + KeypointFit.check(map, Keypoints.read(file, unit))
                                            .words())
                            .orElse(", no key points");
        } catch (InputException e) {
            return "its alignment cannot be used: " + e.getMessage();
        }
    }
}
