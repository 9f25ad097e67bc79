package io.spatho.anndata.geojson;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides in which unit the coordinates of a file are: what the caller declares and what the file declares must not contradict each
 * other, and one of the two must say it.
 */
public final class UnitRule {

    private static final String UNITS = "um, or pixel with a size";

    private final Optional<String> name;
    private final double micrometres;
    private final double slidePixelUm;

    private UnitRule(Optional<String> name, double micrometres, double slidePixelUm) {
        this.name = name;
        this.micrometres = micrometres;
        this.slidePixelUm = slidePixelUm;
    }

    /** The caller declares the unit. */
    public static UnitRule declared(RegionUnit unit) {
        return new UnitRule(Optional.of(unit.name()), unit.micrometres(), Double.NaN);
    }

    /**
     * The caller declares {@code um}, {@code pixel} (of the slide, or of the size that the file gives) or {@code pixel:SIZE}, or
     * leaves it to the file.
     *
     * @param slidePixelUm size of the slide's full-resolution pixel, NaN when unknown
     * @throws InputException when the text is no unit
     */
    public static UnitRule parse(Optional<String> text, double slidePixelUm) {
        if (text.isEmpty()) {
            return new UnitRule(text, Double.NaN, slidePixelUm);
        }
        String unit = text.get();
        if (unit.equals("um") || unit.equals("pixel")) {
            return new UnitRule(text, unit.equals("um") ? 1 : Double.NaN, slidePixelUm);
        }
        try {
            double size = unit.startsWith("pixel:") ? Double.parseDouble(unit.substring("pixel:".length())) : 0;
            if (size > 0 && size < Double.POSITIVE_INFINITY) {
                return new UnitRule(Optional.of("pixel"), size, slidePixelUm);
            }
        } catch (NumberFormatException e) {
            // Said below, with every other text that is no unit.
        }
        throw new InputException(Problem.of("not a unit")
                .at("--regions-unit")
                .expected("um, pixel or pixel:UM_PER_PIXEL such as pixel:0.2125", unit));
    }

    /** The unit of a file that declares none. */
    public RegionUnit resolve(String where) {
        return resolve("", Double.NaN, where);
    }

    /**
     * The unit of a file.
     *
     * @param inFile the unit that the file names, or empty
     * @param pixelInFile micrometres per pixel that the file gives, or NaN
     */
    public RegionUnit resolve(String inFile, double pixelInFile, String where) {
        String stated = inFile.isBlank() ? "" : canonical(inFile, where);
        if (!stated.isEmpty() && name.isPresent() && !stated.equals(name.get())) {
            throw contradiction(where, name.get(), stated);
        }
        String unit = name.orElse(stated);
        if (unit.isEmpty()) {
            throw new InputException(
                    Problem.of("the unit of the coordinates is not declared")
                            .at(where)
                            .expected(UNITS, "none in the file, none given")
                            .fix(
                                    "Say which with --regions-unit um, --regions-unit pixel or --regions-unit pixel:UM_PER_PIXEL."));
        }
        return unit.equals("um") ? RegionUnit.um() : RegionUnit.pixel(pixelSize(pixelInFile, where));
    }

    private double pixelSize(double inFile, String where) {
        boolean known = inFile > 0 && inFile < Double.POSITIVE_INFINITY;
        if (micrometres > 0) {
            if (known && !RegionUnit.pixel(micrometres).agrees(RegionUnit.pixel(inFile))) {
                throw contradiction(where, pixel(micrometres), pixel(inFile));
            }
            return micrometres;
        }
        double size = known ? inFile : slidePixelUm;
        if (!(size > 0)) {
            throw new InputException(Problem.of("the size of a pixel is not known, so regions in pixels have no place")
                    .at(where)
                    .fix("Give it with --regions-unit pixel:UM_PER_PIXEL, or export the regions in micrometres."));
        }
        return size;
    }

    private static String pixel(double size) {
        return "pixel:" + size;
    }

    private static String canonical(String text, String where) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "um", "µm", "μm", "micron", "microns", "micrometre", "micrometres", "micrometer", "micrometers" ->
                "um";
            case "px", "pixel", "pixels" -> "pixel";
            default ->
                throw new InputException(Problem.of("the file declares a unit that is not known")
                        .at(where)
                        .expected(UNITS, text));
        };
    }

    private static InputException contradiction(String where, String given, String found) {
        return new InputException(Problem.of("the file declares another unit than was given")
                .at(where)
                .expected(given + " (as given)", found + " (in the file)")
                .fix("Leave --regions-unit out, or correct it."));
    }
}
