package io.spatho.anndata.visium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The low- and high-resolution pictures of a Space Ranger run, as they are encoded. */
public final class SlideImages {

    private SlideImages() {}

    /**
     * The pictures in {@code spatial/} under a sub-folder of a bundle, low resolution first; one without a scale factor is left out.
     *
     * @param umPerPixel micrometres per full-resolution pixel
     * @param warnings receives what is missing
     */
    public static List<SlideImage> read(
            BundleFolder folder, String base, ScaleFactors scale, double umPerPixel, List<String> warnings) {
        List<SlideImage> images = new ArrayList<>();
        add(images, folder, base, "lowres", scale.lowres() / umPerPixel);
        add(images, folder, base, "hires", scale.hires() / umPerPixel);
        if (images.isEmpty()) {
            warnings.add("no picture of the slide was found beside the scale factors");
        }
        return List.copyOf(images);
    }

    private static void add(
            List<SlideImage> images, BundleFolder folder, String base, String name, double pixelsPerUm) {
        Optional<Path> found = find(folder, base, name);
        if (found.isEmpty() || Double.isNaN(pixelsPerUm)) {
            return;
        }
        WholePicture picture = WholePicture.of(found.get(), bytes(found.get()));
        images.add(new SlideImage(
                name,
                picture.mediaType(),
                picture.bytes(),
                SpatialTransform.scale("slide_um", name + "_pixel", pixelsPerUm)));
        folder.use("image_" + name, found.get());
    }

    /** The file of a picture. */
    static Optional<Path> find(BundleFolder folder, String base, String name) {
        String file = "([^/]*[_.-])?tissue_" + name + "_image\\.(png|jpe?g)";
        return folder.find(List.of(Pattern.quote(base) + "spatial/" + file, Pattern.quote(base) + file));
    }

    private static byte[] bytes(Path file) {
        try {
            Limit.PICTURE_BYTES.require(Files.size(file), "the picture is too large", file);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the picture cannot be read (" + e.getMessage() + ")")
                            .at(file),
                    e);
        }
    }
}
