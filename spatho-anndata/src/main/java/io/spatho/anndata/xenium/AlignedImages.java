package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The histology images that a bundle's alignment files place on the slide. */
final class AlignedImages {

    /** Above this, the alignment is off by more than a cell. */
    private static final double WORRYING_UM = 20;

    private final XeniumFiles files;

    AlignedImages(XeniumFiles files) {
        this.files = files;
    }

    /** One transform an image, from {@code slide_um} to its pixels; the residuals of key points go to the facts. */
    List<SpatialTransform> transforms(Map<String, String> facts, List<String> warnings) {
        List<SpatialTransform> transforms = new ArrayList<>();
        BundleFolder folder = files.folder();
        double pixel = files.experiment().pixelSizeUm();
        List<XeniumFiles.Named> alignments = files.alignments();
        for (XeniumFiles.Named named : alignments) {
            ImageAlignment alignment = ImageAlignment.read(folder.use("image_alignment", named.file()));
            transforms.add(alignment.umToImage(pixel, named.name()));
            Optional<Path> keypoints = files.keypoints(named, alignments.size());
            if (keypoints.isPresent()) {
                ImageAlignment.Residual residual =
                        alignment.residual(ImageAlignment.keypoints(folder.use("keypoints", keypoints.get())), pixel);
                note(named.name(), residual, facts, warnings);
            }
        }
        return transforms;
    }

    private static void note(
            String frame, ImageAlignment.Residual residual, Map<String, String> facts, List<String> warnings) {
        facts.put("alignment." + frame + ".keypoints", Integer.toString(residual.points()));
        if (residual.points() == 0) {
            return;
        }
        facts.put("alignment." + frame + ".rms_um", CanonicalJson.number(residual.rmsUm()));
        facts.put("alignment." + frame + ".largest_um", CanonicalJson.number(residual.largestUm()));
        if (residual.largestUm() > WORRYING_UM) {
            warnings.add("a key point of " + frame + " misses its place by " + Words.decimal(residual.largestUm(), 1)
                    + " um under the stated alignment");
        }
    }
}
