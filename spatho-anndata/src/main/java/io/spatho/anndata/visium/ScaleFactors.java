package io.spatho.anndata.visium;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.csv.TextInput;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The numbers of {@code scalefactors_json.json}; NaN where the file has none.
 *
 * @param file the file
 * @param spotDiameterFullres diameter of a spot, or side of a bin, in full-resolution pixels
 * @param hires pixels of the high-resolution picture per full-resolution pixel
 * @param lowres pixels of the low-resolution picture per full-resolution pixel
 * @param binSizeUm side of a Visium HD bin in micrometres
 * @param micronsPerPixel micrometres per full-resolution pixel, stated by Visium HD
 * @param cytassist pixels of the CytAssist image per full-resolution pixel
 * @param fiducialDiameterFullres diameter of a fiducial in full-resolution pixels
 */
public record ScaleFactors(
        Path file,
        double spotDiameterFullres,
        double hires,
        double lowres,
        double binSizeUm,
        double micronsPerPixel,
        double cytassist,
        double fiducialDiameterFullres) {

    /** The file's name as a regular expression. */
    public static final String NAME = "([^/]*[_.-])?scalefactors_json\\.json(\\.gz)?";

    /** Finds the file in {@code spatial/} under a sub-folder of a bundle, or in the sub-folder itself. */
    public static Optional<Path> find(BundleFolder folder, String base) {
        String start = Pattern.quote(base);
        return folder.find(
                List.of(start + "spatial/scalefactors_json\\.json", start + "spatial/" + NAME, start + NAME));
    }

    /** Reads the file; a number that is not finite and positive is an {@link InputException}. */
    public static ScaleFactors read(Path file) {
        JsonNode root = TextInput.jsonObject(file);
        return new ScaleFactors(
                file,
                positive(file, root, "spot_diameter_fullres"),
                positive(file, root, "tissue_hires_scalef"),
                positive(file, root, "tissue_lowres_scalef"),
                positive(file, root, "bin_size_um"),
                positive(file, root, "microns_per_pixel"),
                positive(file, root, "regist_target_img_scalef"),
                positive(file, root, "fiducial_diameter_fullres"));
    }

    /** The numbers that the file has, by their names in it. */
    public Map<String, String> fields() {
        Map<String, String> fields = new TreeMap<>();
        put(fields, "spot_diameter_fullres", spotDiameterFullres);
        put(fields, "tissue_hires_scalef", hires);
        put(fields, "tissue_lowres_scalef", lowres);
        put(fields, "regist_target_img_scalef", cytassist);
        put(fields, "fiducial_diameter_fullres", fiducialDiameterFullres);
        return fields;
    }

    private static void put(Map<String, String> fields, String name, double value) {
        if (!Double.isNaN(value)) {
            fields.put(name, Double.toString(value));
        }
    }

    private static double positive(Path file, JsonNode root, String key) {
        JsonNode node = root.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Double.NaN;
        }
        double value = node.isNumber() ? node.asDouble() : Double.NaN;
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InputException(Problem.of(key + " is not a positive number")
                    .at(file + " key " + key)
                    .expected("a number above 0", node));
        }
        return value;
    }
}
