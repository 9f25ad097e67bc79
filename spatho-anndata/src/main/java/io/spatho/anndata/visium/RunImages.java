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
final class RunImages {

    private static final Map<String, String> NAMES = new TreeMap<>(Map.of(
            "aligned_fiducials", "spatial/{}aligned_fiducials\\.(jpe?g|png)",
            "aligned_tissue_image", "spatial/{}aligned_tissue_image\\.(jpe?g|png)",
            "detected_tissue_image", "spatial/{}detected_tissue_image\\.(jpe?g|png)",
            "cytassist_image", "spatial/{}cytassist_image\\.tiff?",
            "fullres_image", "({}tissue_image|microscope_image/[^/]+)\\.(tiff?|btf|ome\\.tiff?|jpe?g|png)"));

    private RunImages() {}

    /** The images under a sub-folder, by role. */
    static List<BundlePart> parts(BundleFolder folder, String base) {
        List<BundlePart> parts = new ArrayList<>();
        NAMES.forEach((role, pattern) -> {
            Pattern compiled = Pattern.compile(Pattern.quote(base) + pattern.replace("{}", "([^/]*[_.-])?"));
            List<Path> files = folder.names().stream()
                    .filter(name -> compiled.matcher(name).matches())
                    .map(folder.root()::resolve)
                    .toList();
            String expected = pattern.replace("{}", "").replace("\\", "");
            parts.add(new BundlePart(role, false, base + expected, files));
        });
        return parts;
    }

    /** The names of the images by role, such as {@code image_cytassist_image}; the files are not read. */
    static Map<String, String> fields(BundleFolder folder, String base) {
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
