package io.spatho.anndata.slide;

import io.spatho.anndata.slide.PixelSize.Claim;
import io.spatho.anndata.tiff.TiffDirectory;
import io.spatho.anndata.tiff.TiffFile;
import io.spatho.anndata.tiff.TiffImage;
import io.spatho.anndata.tiff.TiffTag;
import io.spatho.anndata.tiff.TileSource;
import io.spatho.core.error.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Finds the levels of a TIFF slide among its directories.
 *
 * <p>The first directory is the largest level. A further directory, or a sub-directory of the first, is a level when it is smaller in
 * both directions, has the same proportions to within two pixels, the same number of samples, and tiles where the first has tiles;
 * everything else is an associated picture and is named, not decoded.
 */
final class TiffPyramid {

    private final TiffFile file;
    private final Path path;
    private final SlideOptions options;
    private final List<Claim> claims = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> associated = new ArrayList<>();
    private final List<TileSource> levels = new ArrayList<>();
    private double magnification = Double.NaN;

    private TiffPyramid(TiffFile file, Path path, SlideOptions options) {
        this.file = file;
        this.path = path;
        this.options = options;
    }

    static Opened open(Path path, SlideOptions options) {
        TiffFile file = TiffFile.open(path, options.limits());
        try {
            return new TiffPyramid(file, path, options).read();
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Opened read() {
        TiffDirectory first = file.directories().get(0);
        String description = first.text(TiffTag.IMAGE_DESCRIPTION);
        SlideFormat format = TiffText.format(description);
        TiffImage base = file.image(first, options.sixteenBitMaximum());
        boolean colored = base.isColored();
        switch (format) {
            case OME_TIFF -> colored |= ome(OmeXml.parse(description, path), base);
            case APERIO -> aperio(TiffText.aperio(description));
            case IMAGEJ_TIFF -> {
                claim(TiffText.imageJClaim(first, description));
                String images = TiffText.imageJ(description, "images");
                if (!images.isEmpty() && !images.equals("1")) {
                    notes.add("the file holds a stack of " + images.replaceAll("[^0-9]", "")
                            + " images; the first is read");
                }
            }
            case TIFF, PNG, JPEG -> {
                // A plain TIFF says nothing beyond its tags.
            }
        }
        if (format != SlideFormat.IMAGEJ_TIFF) {
            claim(TiffText.resolution(first, notes));
        }
        if (levels.isEmpty()) {
            levels.add(base);
            plainLevels(first, base, format);
        }
        levels.sort(Comparator.comparingInt(TileSource::width).reversed());
        if (base.bits() == 16) {
            notes.add("16-bit samples are scaled so that " + options.sixteenBitMaximum() + " becomes 255");
        }
        return new Opened(
                format,
                file.container(),
                List.copyOf(levels),
                List.copyOf(claims),
                magnification,
                List.copyOf(associated),
                colored,
                List.copyOf(notes),
                file::close);
    }

    private void claim(java.util.Optional<Claim> claim) {
        claim.ifPresent(claims::add);
    }

    private void aperio(Map<String, String> properties) {
        double mpp = TiffText.positive(properties.get("MPP"));
        if (mpp > 0) {
            claims.add(new Claim("the Aperio property MPP", mpp, mpp));
        } else {
            notes.add("the Aperio description has no usable MPP");
        }
        magnification = TiffText.positive(properties.get("AppMag"));
    }

    /** Takes size and channels; adds levels when red, green and blue are images of their own. Returns whether that is so. */
    private boolean ome(OmeXml xml, TiffImage base) {
        double x = xml.physicalX() * OmeXml.micrometres(xml.unitX()).orElse(Double.NaN);
        double y = xml.physicalY() * OmeXml.micrometres(xml.unitY()).orElse(Double.NaN);
        Claim claim = new Claim("the OME-XML", x, Double.isNaN(y) ? x : y);
        if (claim.isUsable()) {
            claims.add(claim);
        } else if (!Double.isNaN(xml.physicalX())) {
            notes.add("the OME-XML gives the size of a pixel in a unit that is no length");
        }
        if (xml.images() > 1) {
            notes.add("the OME-TIFF holds " + xml.images() + " images; the first is read");
        }
        if (xml.sizeZ() > 1 || xml.sizeT() > 1) {
            notes.add("the OME-TIFF has " + xml.sizeZ() + " focal planes and " + xml.sizeT()
                    + " times; the first are read");
        }
        List<OmeXml.Plane> first = xml.planes().stream()
                .filter(plane -> plane.c() < 3 && plane.z() == 0 && plane.t() == 0)
                .toList();
        String own = path.getFileName().toString();
        for (OmeXml.Plane plane : first) {
            if (!plane.fileName().isEmpty() && !plane.fileName().equals(own) && plane.c() == 0) {
                notes.add("the OME-XML says that pixels lie in another file; this file's own were read");
                break;
            }
        }
        if (base.samples() > 1 || xml.sizeC() == 1) {
            return false;
        }
        if (xml.sizeC() != 3 && xml.sizeC() != 4) {
            notes.add("the OME-TIFF has " + xml.sizeC() + " channels and is no picture in colour; the first is read");
            return false;
        }
        return channels(xml, first);
    }

    private boolean channels(OmeXml xml, List<OmeXml.Plane> planes) {
        List<TiffDirectory> chain = file.directories();
        int[] where = new int[3];
        int stride =
                xml.order().indexOf('C') == 2 ? 1 : xml.sizeZ() * (xml.order().indexOf('C') == 4 ? xml.sizeT() : 1);
        for (int c = 0; c < 3; c++) {
            where[c] = c * stride;
            for (OmeXml.Plane plane : planes) {
                where[c] = plane.c() == c && plane.directory() >= 0 ? plane.directory() : where[c];
            }
            if (where[c] < 0 || where[c] >= chain.size()) {
                notes.add("the channels of the OME-TIFF are not all in this file; the first is read");
                return false;
            }
        }
        List<List<TiffImage>> images = new ArrayList<>();
        for (int directory : where) {
            List<TiffImage> own = new ArrayList<>();
            own.add(file.image(chain.get(directory), options.sixteenBitMaximum()));
            for (TiffDirectory sub : file.subDirectories(chain.get(directory))) {
                own.add(file.image(sub, options.sixteenBitMaximum()));
            }
            images.add(own);
        }
        int depth = images.stream().mapToInt(List::size).min().orElse(0);
        for (int level = 0; level < depth; level++) {
            int number = level;
            List<TiffImage> three = images.stream().map(own -> own.get(number)).toList();
            if (ChannelPlanes.fit(three)) {
                levels.add(new ChannelPlanes(three));
            }
        }
        notes.add("red, green and blue are images of their own");
        return !levels.isEmpty();
    }

    private void plainLevels(TiffDirectory first, TiffImage base, SlideFormat format) {
        int sameSize = 0;
        List<TiffDirectory> candidates = new ArrayList<>(file.subDirectories(first));
        candidates.addAll(file.directories().subList(1, file.directories().size()));
        for (TiffDirectory candidate : candidates) {
            long width = candidate.number(TiffTag.IMAGE_WIDTH, 0);
            long height = candidate.number(TiffTag.IMAGE_LENGTH, 0);
            if (width == base.width() && height == base.height()) {
                sameSize++;
            } else if (!isLevel(candidate, width, height, base)) {
                associated.add(TiffText.associated(
                        format, candidate, file.directories().indexOf(candidate)));
            }
        }
        if (sameSize > 0) {
            notes.add(sameSize + " further images of the same size (focal planes, times or channels) are not read");
        }
    }

    /** Adds the candidate when it is a level. */
    private boolean isLevel(TiffDirectory candidate, long width, long height, TiffImage base) {
        boolean isTiled = candidate.has(TiffTag.TILE_OFFSETS);
        if (width < 1 || height < 1 || width >= base.width() || height >= base.height() || isTiled != base.isTiled()) {
            return false;
        }
        double factor = ((double) base.width() / width + (double) base.height() / height) / 2;
        boolean alike = Math.abs(base.width() / factor - width) <= 2 && Math.abs(base.height() / factor - height) <= 2;
        if (!alike || levels.stream().anyMatch(level -> level.width() == width)) {
            return false;
        }
        try {
            TiffImage image = file.image(candidate, options.sixteenBitMaximum());
            if (image.samples() != base.samples()) {
                return false;
            }
            levels.add(image);
            return true;
        } catch (InputException e) {
            notes.add(candidate.name() + " looks like a level and cannot be read");
            return false;
        }
    }
}
