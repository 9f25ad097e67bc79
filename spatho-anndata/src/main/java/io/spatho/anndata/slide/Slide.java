package io.spatho.anndata.slide;

import io.spatho.anndata.slide.PixelSize.Claim;
import io.spatho.anndata.tiff.CorruptTileException;
import io.spatho.anndata.tiff.RgbTile;
import io.spatho.anndata.tiff.TileSource;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * An open whole-slide picture: levels of decreasing size, read region by region.
 *
 * <p>Units: pixels of the level that is named, or micrometres from the upper left corner of the largest level. Only the tiles that a
 * region touches are decoded, and the latest are kept. Safe for several threads. A tile that does not decode is a {@link TileGap}: its
 * pixels are white, the region that shows it names it, and {@link #gaps} lists all that were met. Determinism: pixels depend on the file
 * alone.
 *
 * <p>Failure: {@link InputException} for a file that is no slide, is broken, or whose micrometres per pixel are needed and unknown.
 */
public final class Slide implements AutoCloseable {

    private static final int WHITE = 0xff;
    private static final int PIXELS_AT_ONCE = 4 << 20;

    private final Path file;
    private final Opened opened;
    private final SlideFacts facts;
    private final TileCache cache;
    private final Map<Long, TileGap> gaps = new ConcurrentSkipListMap<>();

    private Slide(Path file, Opened opened, SlideFacts facts, TileCache cache) {
        this.file = file;
        this.opened = opened;
        this.facts = facts;
        this.cache = cache;
    }

    /** Opens a slide with standard options. */
    public static Slide open(Path file) {
        return open(file, SlideOptions.standard());
    }

    /** Opens a slide: TIFF dialects, PNG and JPEG, told apart by their first bytes. */
    public static Slide open(Path file, SlideOptions options) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a pipe would wait for somebody to write to it.
            throw new InputException(
                    Problem.of("not a file").at(file).expected("a slide", "a folder, a pipe or a device"));
        }
        SlideFormat kind = SlideFormat.of(file)
                .orElseThrow(() -> new InputException(Problem.of("the file is no slide that can be read")
                        .at(file)
                        .expected("TIFF (OME-TIFF, SVS, BigTIFF), PNG or JPEG", "other bytes")
                        .fix("Convert it to OME-TIFF, for example with QuPath or bioformats2raw")));
        Opened opened = kind == SlideFormat.TIFF ? TiffPyramid.open(file, options) : picture(file, kind, options);
        List<Claim> claims = new ArrayList<>();
        options.umPerPixel().ifPresent(um -> claims.add(new Claim("the option", um, um)));
        claims.addAll(opened.claims());
        SlideFacts facts = new SlideFacts(
                opened.format(),
                opened.container(),
                levels(opened.levels()),
                PixelSize.of(claims),
                opened.magnification(),
                opened.associated(),
                opened.colored(),
                opened.notes());
        return new Slide(file, opened, facts, new TileCache(options.cacheBytes()));
    }

    /** Whether the first bytes of a file are those of a format that can be a slide. */
    public static boolean isSlide(Path file) {
        return Files.isRegularFile(file) && SlideFormat.of(file).isPresent();
    }

    private static Opened picture(Path file, SlideFormat kind, SlideOptions options) {
        TileSource source = PictureSource.open(file, kind, options.largestPicture());
        List<String> none = List.of();
        return new Opened(kind, "", List.of(source), List.of(), Double.NaN, none, true, none, () -> {});
    }

    private static List<SlideLevel> levels(List<TileSource> sources) {
        TileSource base = sources.get(0);
        return sources.stream()
                .map(source -> new SlideLevel(
                        source.width(),
                        source.height(),
                        ((double) base.width() / source.width() + (double) base.height() / source.height()) / 2,
                        source.tileWidth(),
                        source.tileHeight(),
                        source.codec()))
                .toList();
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** What the slide says of itself. */
    public SlideFacts facts() {
        return facts;
    }

    /** The levels, largest first. */
    public List<SlideLevel> levels() {
        return facts.levels();
    }

    /** Columns of the largest level. */
    public int width() {
        return levels().get(0).width();
    }

    /** Rows of the largest level. */
    public int height() {
        return levels().get(0).height();
    }

    /** Micrometres per pixel of the largest level; an {@link InputException} that asks for them when no source says. */
    public PixelSize pixelSize() {
        return facts.pixelSize()
                .orElseThrow(() -> new InputException(Problem.of("the slide does not say how large its pixels are")
                        .at(file)
                        .fix("Give micrometres per pixel (--he-mpp), as the scanner's settings say")));
    }

    /** The pixels of a box of a level, in that level's own pixels; what lies outside the level is white. */
    public SlideRegion readRegion(int level, int x, int y, int width, int height) {
        if (width < 1 || height < 1 || 3L * width * height > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a region of " + width + " x " + height + " pixels");
        }
        TileSource source = opened.levels().get(level);
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) WHITE);
        List<TileGap> missing = new ArrayList<>();
        int fromColumn = Math.max(0, x) / source.tileWidth();
        int toColumn = (int) Math.min(source.tilesAcross() - 1L, last(x, width) / source.tileWidth());
        int fromRow = Math.max(0, y) / source.tileHeight();
        int toRow = (int) Math.min(source.tilesDown() - 1L, last(y, height) / source.tileHeight());
        for (int row = fromRow; row <= toRow && last(y, height) >= 0; row++) {
            for (int column = fromColumn; column <= toColumn && last(x, width) >= 0; column++) {
                Optional<RgbTile> tile = tile(level, source, column, row, missing);
                if (tile.isPresent()) {
                    int left = column * source.tileWidth();
                    int top = row * source.tileHeight();
                    paste(tile.get(), source, left, top, rgb, new Box(x, y, width, height));
                }
            }
        }
        return new SlideRegion(width, height, rgb, missing);
    }

    private static long last(int start, int length) {
        return (long) start + length - 1;
    }

    /** The part of a level that a caller wants. */
    private record Box(int x, int y, int width, int height) {}

    private static void paste(RgbTile tile, TileSource source, int left, int top, byte[] rgb, Box box) {
        int fromX = Math.max(left, box.x);
        int toX = (int) Math.min(Math.min((long) left + tile.width(), source.width()), (long) box.x + box.width);
        int fromY = Math.max(top, box.y);
        int toY = (int) Math.min(Math.min((long) top + tile.height(), source.height()), (long) box.y + box.height);
        for (int y = fromY; y < toY && fromX < toX; y++) {
            System.arraycopy(
                    tile.rgb(),
                    3 * ((y - top) * tile.width() + fromX - left),
                    rgb,
                    3 * ((y - box.y) * box.width + fromX - box.x),
                    3 * (toX - fromX));
        }
    }

    private Optional<RgbTile> tile(int level, TileSource source, int column, int row, List<TileGap> missing) {
        int number = row * source.tilesAcross() + column;
        long key = ((long) level << 32) | number;
        TileGap known = gaps.get(key);
        if (known != null) {
            missing.add(known);
            return Optional.empty();
        }
        Optional<RgbTile> kept = cache.get(level, number);
        if (kept.isPresent()) {
            return kept;
        }
        try {
            RgbTile tile = source.tile(number);
            cache.put(level, number, tile);
            return Optional.of(tile);
        } catch (CorruptTileException e) {
            int x = column * source.tileWidth();
            int y = row * source.tileHeight();
            int width = Math.min(source.tileWidth(), source.width() - x);
            int height = Math.min(source.tileHeight(), source.height() - y);
            TileGap gap = new TileGap(level, column, row, x, y, width, height, e.getMessage());
            gaps.put(key, gap);
            missing.add(gap);
            return Optional.empty();
        }
    }

    /**
     * The pixels of a box at a stated resolution.
     *
     * @param umPerPixel micrometres of an output pixel
     * @param xUm left edge in micrometres from the slide's corner
     * @param yUm upper edge
     * @param widthUm width; the number of columns is the nearest whole number of output pixels, at least 1
     * @param heightUm height
     */
    public SlideRegion readAt(double umPerPixel, double xUm, double yUm, double widthUm, double heightUm) {
        PixelSize size = pixelSize();
        return sample(new Sampling(
                xUm / size.x(),
                yUm / size.y(),
                umPerPixel / size.x(),
                umPerPixel / size.y(),
                (int) Math.max(1, Math.rint(widthUm / umPerPixel)),
                (int) Math.max(1, Math.rint(heightUm / umPerPixel))));
    }

    /** The level that is read for output pixels of that many pixels of the largest level: the smallest that is not coarser. */
    public int levelFor(double step) {
        int chosen = 0;
        for (int level = 1; level < levels().size(); level++) {
            if (levels().get(level).downsample() <= step * 1.0001) {
                chosen = level;
            }
        }
        return chosen;
    }

    /** The pixels of a grid, each the mean of the pixels it covers in the smallest level that is not coarser than the grid. */
    public SlideRegion sample(Sampling grid) {
        int level = levelFor(Math.min(grid.stepX(), grid.stepY()));
        TileSource source = opened.levels().get(level);
        double scaleX = (double) source.width() / width();
        double scaleY = (double) source.height() / height();
        Sampling scaled = new Sampling(
                grid.x() * scaleX,
                grid.y() * scaleY,
                grid.stepX() * scaleX,
                grid.stepY() * scaleY,
                grid.width(),
                grid.height());
        byte[] rgb = new byte[3 * grid.width() * grid.height()];
        List<TileGap> missing = new ArrayList<>();
        int rows = rowsAtOnce(scaled, source);
        for (int from = 0; from < grid.height(); from += rows) {
            Sampling part = scaled.rows(from, Math.min(grid.height(), from + rows));
            int left = (int) Math.floor(part.x());
            int top = (int) Math.floor(part.y());
            int right = (int) Math.ceil(part.x() + part.width() * part.stepX() + 1e-9);
            int bottom = (int) Math.ceil(part.y() + part.height() * part.stepY() + 1e-9);
            SlideRegion region = readRegion(level, left, top, Math.max(1, right - left), Math.max(1, bottom - top));
            byte[] averaged = AreaAverage.of(region, left, top, part);
            System.arraycopy(averaged, 0, rgb, 3 * from * grid.width(), averaged.length);
            region.gaps().stream().filter(gap -> !missing.contains(gap)).forEach(missing::add);
        }
        return new SlideRegion(grid.width(), grid.height(), rgb, missing);
    }

    /** Few enough rows to stay within a fixed memory, but whole tiles where there are tiles. */
    private static int rowsAtOnce(Sampling scaled, TileSource source) {
        double sourceRow = Math.max(1, scaled.width() * scaled.stepX());
        double byMemory = PIXELS_AT_ONCE / (sourceRow * scaled.stepY());
        double byTile = Math.min(source.tileHeight(), 512) / scaled.stepY();
        return (int) Math.max(1, Math.min(1 << 20, Math.max(byMemory, byTile)));
    }

    /** The tiles met so far that did not decode, by level and place. */
    public List<TileGap> gaps() {
        return List.copyOf(gaps.values());
    }

    @Override
    public void close() {
        opened.closing().run();
    }
}
