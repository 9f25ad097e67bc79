package io.spatho.anndata.xenium;

import io.spatho.anndata.registration.AlignmentMatrix;
import io.spatho.anndata.registration.KeypointFit;
import io.spatho.anndata.registration.Keypoints;
import io.spatho.anndata.registration.PlatformUnit;
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
        PlatformUnit unit = PlatformUnit.pixel(files.experiment().pixelSizeUm());
        List<XeniumFiles.Named> alignments = files.alignments();
        for (XeniumFiles.Named named : alignments) {
            SpatialTransform map = AlignmentMatrix.read(folder.use("image_alignment", named.file()), unit);
            SpatialTransform back = map.inverse();
            transforms.add(new SpatialTransform(
                    "slide_um", named.name(), back.a(), back.b(), back.c(), back.d(), back.e(), back.f()));
            Optional<Path> keypoints = files.keypoints(named, alignments.size());
            if (keypoints.isPresent()) {
                Keypoints points = Keypoints.read(folder.use("keypoints", keypoints.get()), unit);
                note(named.name(), KeypointFit.check(map, points), facts, warnings);
            }
        }
        return transforms;
    }

    private static void note(String frame, KeypointFit fit, Map<String, String> facts, List<String> warnings) {
        facts.put("alignment." + frame + ".keypoints", Integer.toString(fit.residuals().length));
        facts.put("alignment." + frame + ".rms_um", CanonicalJson.number(fit.rms()));
        facts.put("alignment." + frame + ".largest_um", CanonicalJson.number(fit.largest()));
        if (fit.largest() > WORRYING_UM) {
            warnings.add("a key point of " + frame + " misses its place by " + Words.decimal(fit.largest(), 1)
                    + " um under the stated alignment");
        }
    }
}
