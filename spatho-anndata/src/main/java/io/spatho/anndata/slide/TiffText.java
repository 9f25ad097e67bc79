package io.spatho.anndata.slide;

import io.spatho.anndata.slide.PixelSize.Claim;
import io.spatho.anndata.tiff.TiffDirectory;
import io.spatho.anndata.tiff.TiffTag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the descriptions and resolution tags of TIFF dialects say of the size of a pixel. */
final class TiffText {

    private static final double FINEST = 0.01;
    private static final double COARSEST = 20;

    private TiffText() {}

    static SlideFormat format(String description) {
        if (description.contains("<OME ") || description.contains("<OME>") || description.contains(":OME ")) {
            return SlideFormat.OME_TIFF;
        }
        if (description.startsWith("Aperio")) {
            return SlideFormat.APERIO;
        }
        return description.startsWith("ImageJ=") ? SlideFormat.IMAGEJ_TIFF : SlideFormat.TIFF;
    }

    /** The properties {@code name = value} after the bars of an Aperio description. */
    static Map<String, String> aperio(String description) {
        Map<String, String> properties = new TreeMap<>();
        String[] parts = description.split("\\|", -1);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                properties.putIfAbsent(
                        parts[i].substring(0, equals).trim(),
                        parts[i].substring(equals + 1).trim());
            }
        }
        return properties;
    }

    /** The value of {@code key=} on a line of its own, as ImageJ writes it. */
    static String imageJ(String description, String key) {
        return description
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    /** A positive finite number, or NaN. */
    static double positive(String text) {
        if (text == null) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text.trim());
            return value > 0 && Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** ImageJ keeps pixels per unit in the resolution tags and the unit in its text. */
    static Optional<Claim> imageJClaim(TiffDirectory directory, String description) {
        String unit = imageJ(description, "unit").replace("\\u00B5", "µ").replace('\uFFFD', 'µ');
        return OmeXml.micrometres(unit)
                .map(um -> new Claim(
                        "the ImageJ calibration",
                        um / directory.real(TiffTag.X_RESOLUTION),
                        um / directory.real(TiffTag.Y_RESOLUTION)))
                .filter(Claim::isUsable);
    }

    /**
     * The resolution tags, when they can mean a microscope; 72 dots per inch and the like are the defaults of drawing programs and are only
     * noted.
     */
    static Optional<Claim> resolution(TiffDirectory directory, List<String> notes) {
        long unit = directory.number(TiffTag.RESOLUTION_UNIT, 2);
        double umPerUnit = unit == 2 ? 25_400 : unit == 3 ? 10_000 : Double.NaN;
        Claim claim = new Claim(
                "the resolution tag",
                umPerUnit / directory.real(TiffTag.X_RESOLUTION),
                umPerUnit / directory.real(TiffTag.Y_RESOLUTION));
        if (!claim.isUsable()) {
            return Optional.empty();
        }
        if (claim.x() < FINEST || claim.x() > COARSEST || claim.y() < FINEST || claim.y() > COARSEST) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the resolution tag says %.4g µm per pixel, which is no microscope's; it was not taken",
                    claim.x()));
            return Optional.empty();
        }
        return Optional.of(claim);
    }

    /** What an associated picture is, without any of its free text. */
    static String associated(SlideFormat format, TiffDirectory directory, int number) {
        String kind = "picture";
        if (format == SlideFormat.APERIO) {
            String second = directory
                    .text(TiffTag.IMAGE_DESCRIPTION)
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElse("");
            kind = second.startsWith("label") ? "label" : second.startsWith("macro") ? "macro" : kind;
            kind = number == 1 && kind.equals("picture") ? "thumbnail" : kind;
        }
        return kind + " " + directory.number(TiffTag.IMAGE_WIDTH, 0) + " x "
                + directory.number(TiffTag.IMAGE_LENGTH, 0);
    }
}
