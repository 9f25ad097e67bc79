package io.spatho.anndata.visium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The images of a run that are named in the dataset but not held by it: alignment checks, the CytAssist image, the full resolution. */
public final class RunImages {

    private static final String PREFIX = "([^/]*[_.-])?";
    private static final String PICTURE = "\\.(jpe?g|png)";
    private static final List<Image> IMAGES = List.of(
            new Image(
                    "aligned_fiducials",
                    "spatial/aligned_fiducials.jpg",
                    "spatial/" + PREFIX + "aligned_fiducials" + PICTURE),
            new Image(
                    "aligned_tissue_image",
                    "spatial/aligned_tissue_image.jpg",
                    "spatial/" + PREFIX + "aligned_tissue_image" + PICTURE),
            new Image(
                    "cytassist_image", "spatial/cytassist_image.tiff", "spatial/" + PREFIX + "cytassist_image\\.tiff?"),
            new Image(
                    "detected_tissue_image",
                    "spatial/detected_tissue_image.jpg",
                    "spatial/" + PREFIX + "detected_tissue_image" + PICTURE),
            new Image(
                    "fullres_image",
                    "*_tissue_image.btf or microscope_image/*",
                    "(" + PREFIX + "tissue_image|microscope_image/[^/]+)\\.(tiff?|btf|jpe?g|png)"));

    private RunImages() {}

    private record Image(String role, String expected, String pattern) {}

    /** The images under a sub-folder, by role. */
    public static List<BundlePart> parts(BundleFolder folder, String base) {
        List<BundlePart> parts = new ArrayList<>();
        for (Image image : IMAGES) {
            Pattern compiled = Pattern.compile(Pattern.quote(base) + image.pattern());
            List<Path> files = folder.names().stream()
                    .filter(name -> compiled.matcher(name).matches())
                    .map(folder.root()::resolve)
                    .toList();
            parts.add(new BundlePart(image.role(), false, base + image.expected(), files));
        }
        return parts;
    }

    /** The names of the images by role, such as {@code image_cytassist_image}; the files are not read. */
    public static Map<String, String> fields(BundleFolder folder, String base) {
        Map<String, String> fields = new TreeMap<>();
        for (BundlePart part : parts(folder, base)) {
            if (!part.files().isEmpty()) {
                List<String> names = part.files().stream().map(folder::nameOf).toList();
                fields.put("image_" + part.role(), String.join(", ", names));
            }
        }
        return fields;
    }
}
