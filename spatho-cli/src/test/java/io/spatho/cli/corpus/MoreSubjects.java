package io.spatho.cli.corpus;

import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.h5ad.AnnDataReader;
import io.spatho.anndata.h5ad.AnnDataWriter;
import io.spatho.anndata.h5ad.H5adExtras;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideLevel;
import io.spatho.anndata.tiff.OmeTiffWriter;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.zarr.ZarrWriter;
import io.spatho.cli.fuzz.Archive;
import io.spatho.cli.fuzz.MadeTables;
import io.spatho.cli.fuzz.MadeTiff;
import io.spatho.cli.fuzz.MadeXenium;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Sound inputs of MERSCOPE, CosMx, Xenium archives, Zarr stores, AnnData files of others and slides. */
final class MoreSubjects {

    private static final int SIDE = 80;
    private static final int TILE = 32;

    /** Every file of a store is of one of few kinds; these stand for them. */
    private static final List<String> STORE_FILES =
            List.of("zarr.json", "X/data/zarr.json", "X/data/c/0", "obs/cell_id/c/0");

    private final Path folder;
    private final long seed;
    private final Workers workers;
    private final Subject.Reader bundles;
    private final List<Subject> subjects = new ArrayList<>();

    private MoreSubjects(Path folder, long seed, Workers workers, Subject.Reader bundles) {
        this.folder = folder;
        this.seed = seed;
        this.workers = workers;
        this.bundles = bundles;
    }

    /** The inputs of one seed, made of a dataset where they hold one. */
    static List<Subject> make(Path folder, long seed, SpatialDataset dataset, Workers workers, Subject.Reader bundles)
            throws IOException {
        MoreSubjects made = new MoreSubjects(folder, seed, workers, bundles);
        made.tables("merscope", MadeTables.merscope());
        made.tables("cosmx", MadeTables.cosmx());
        made.outlines();
        made.archives();
        made.stores(dataset);
        made.annData();
        made.slides();
        return made.subjects;
    }

    private Path empty(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private Path tables(String name, Map<String, byte[]> files) throws IOException {
        Path good = empty(name);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.createDirectories(good.resolve(file.getKey()).getParent());
            // Numbers of another run differ where they are positions.
            String text = new String(file.getValue(), StandardCharsets.UTF_8);
            Files.writeString(good.resolve(file.getKey()), text.replace("154.75", 153 + seed + ".75"));
        }
        subjects.add(new Subject(name, good, "", bundles, true));
        return good;
    }

    private void outlines() throws IOException {
        Path good = tables("merscope-outlines", MadeTables.merscope());
        MadeTables.boundaries(good.resolve("cell_boundaries.parquet"), MadeTables.outline(ByteOrder.LITTLE_ENDIAN));
    }

    private void archives() throws IOException {
        Path good = empty("xenium-archives");
        for (Map.Entry<String, Archive> archive : MadeXenium.archives().entrySet()) {
            Files.write(good.resolve(archive.getKey()), archive.getValue().zip(-1, new byte[0]));
        }
        subjects.add(new Subject("xenium-archives", good, "", bundles, true));
    }

    private void stores(SpatialDataset dataset) throws IOException {
        Path good = empty("zarr");
        Path store = good.resolve("case.zarr");
        try (ZarrWriter writer = ZarrWriter.create(store, workers)) {
            AnnDataWriter.write(dataset, H5adExtras.NONE, writer.root());
            writer.finish();
        }
        List<String> chosen =
                STORE_FILES.stream().map(name -> "case.zarr/" + name).toList();
        subjects.add(new Subject("zarr", good, "case.zarr", bundles, true).only(chosen));
        Path packed = empty("zarr-zip");
        pack(store, packed.resolve("case.zarr.zip"));
        subjects.add(new Subject("zarr-zip", packed, "case.zarr.zip", bundles, true));
    }

    private static void pack(Path store, Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry = new ZipEntry(store.relativize(file).toString().replace('\\', '/'));
                entry.setTime(0);
                packed.putNextEntry(entry);
                Files.copy(file, packed);
            }
        }
    }

    private void annData() throws IOException {
        Path good = empty("anndata");
        MadeAnnData.write(good.resolve("other.h5ad"), Map.of(), workers);
        subjects.add(new Subject("anndata", good, "other.h5ad", this::elements, true));
    }

    /** The names of all elements, and what the matrix holds. */
    private String elements(Path input) {
        try (ArrayTree tree = Bundles.tree(input, workers)) {
            var file = AnnDataReader.read(tree);
            String[] index =
                    tree.kind("obs/_index") == ArrayTree.Kind.TEXT ? tree.strings("obs/_index") : new String[0];
            return ContentDigest.ofText(file.obsm().children().keySet()
                    + " "
                    + file.uns().children().keySet()
                    + Arrays.toString(index)
                    + Arrays.toString(tree.ints("X/indices"))
                    + Arrays.toString(tree.floats("X/data"))
                    + Arrays.toString(tree.longs("X/indptr"))
                    + Arrays.toString(tree.doubles("obsm/spatial")));
        }
    }

    private void slides() throws IOException {
        Path pyramid = empty("slide");
        Path file = pyramid.resolve("slide.ome.tif");
        OmeTiffWriter.Settings settings = new OmeTiffWriter.Settings(SIDE, SIDE, 0.5, TILE, 0.9f);
        OmeTiffWriter.write(file, settings, this::rows, workers);
        subjects.add(new Subject("slide", pyramid, "slide.ome.tif", MoreSubjects::pixels, false));
        Path plain = empty("slide-svs");
        byte[] tile = new byte[256];
        Arrays.fill(tile, (byte) (40 + seed));
        Files.write(plain.resolve("slide.svs"), MadeTiff.of(1, tile));
        subjects.add(new Subject("slide-svs", plain, "slide.svs", MoreSubjects::pixels, false));
    }

    private byte[] rows(int from, int to) {
        byte[] rgb = new byte[3 * SIDE * (to - from)];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((i / 3 % SIDE + from) * seed);
        }
        return rgb;
    }

    /** Sizes and all pixels of every level; damaged tiles are gaps that the slide names. */
    private static String pixels(Path file) {
        StringBuilder seen = new StringBuilder();
        try (Slide slide = Slide.open(file)) {
            seen.append(slide.facts().pixelSize());
            for (int level = 0; level < slide.levels().size(); level++) {
                SlideLevel size = slide.levels().get(level);
                int width = Math.min(1024, size.width());
                int height = Math.min(1024, size.height());
                seen.append(size)
                        .append(Arrays.hashCode(
                                slide.readRegion(level, 0, 0, width, height).rgb()));
            }
            return ContentDigest.ofText(seen) + " " + slide.gaps().size();
        }
    }
}
