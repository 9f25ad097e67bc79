package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.limit.Limit;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code uns["spatho"]}, which only files of our own contract have. */
final class MetadataReader {

    private static final String PATH = "uns/spatho";

    private final ArrayTree source;
    private final DataFrameReader frames;

    MetadataReader(ArrayTree source) {
        this.source = source;
        this.frames = new DataFrameReader(source);
    }

    /** Whether the file is one of our own. */
    boolean isContract() {
        return source.isDataset(PATH + "/contract_version");
    }

    CaseMetadata read() {
        String version = text("contract_version");
        if (!version.equals(MetadataElement.CONTRACT_VERSION)) {
            throw Faults.missing(
                    source,
                    PATH + "/contract_version",
                    "the file has contract version " + version + ", this program reads "
                            + MetadataElement.CONTRACT_VERSION,
                    "Use the version of spatho that wrote it, or convert the bundle again");
        }
        return new CaseMetadata(
                platform(text("platform")),
                text("platform_software_version"),
                text("sample"),
                number("pixel_size_um"),
                number("observation_size_um"),
                sources(),
                transforms(PATH + "/transforms"),
                fields(),
                List.of(source.strings(PATH + "/warnings")));
    }

    /** The path of the counts; files from before there was a choice have them in {@code X}. */
    String counts() {
        String path = source.exists(PATH + "/counts") ? text("counts") : MetadataElement.COUNTS;
        boolean known = path.equals("X") || path.equals("raw/X") || path.matches("layers/[^/]+");
        if (!known || !source.exists(path)) {
            throw Faults.broken(
                    source, PATH + "/counts", "the place of the counts is wrong", "X, raw/X or layers/NAME", path);
        }
        return path;
    }

    String panelName() {
        return text("panel/name");
    }

    String panelFingerprint() {
        return text("panel/fingerprint");
    }

    /** The modalities' names in the order in which they were. */
    List<String> modalities() {
        return List.of(source.strings(PATH + "/modalities"));
    }

    List<SlideImage> images() {
        List<SlideImage> images = new ArrayList<>();
        String folder = PATH + "/images";
        for (int i = 0; source.exists(folder + "/" + i); i++) {
            Limit.CASE_PICTURES.require(i + 1, "the case has too many pictures", source.file() + ":" + folder);
            String path = folder + "/" + i;
            List<SpatialTransform> transform = transforms(path + "/transform");
            if (transform.size() != 1) {
                throw Faults.broken(source, path, "a picture has no transform", 1, transform.size());
            }
            images.add(new SlideImage(
                    source.string(path + "/name"),
                    source.string(path + "/media_type"),
                    source.bytes(path + "/encoded"),
                    transform.get(0)));
        }
        return images;
    }

    private String text(String name) {
        return source.string(PATH + "/" + name);
    }

    private double number(String name) {
        double[] values = source.doubles(PATH + "/" + name);
        if (values.length != 1) {
            throw Faults.broken(source, PATH + "/" + name, "a number is missing", 1, values.length);
        }
        return values[0];
    }

    private Platform platform(String id) {
        for (Platform platform : Platform.values()) {
            if (platform.id().equals(id)) {
                return platform;
            }
        }
        throw Faults.broken(
                source, PATH + "/platform", "the platform is not known", "xenium, visium, visium_hd, h5ad", id);
    }

    private List<SourceFile> sources() {
        Table table = table(PATH + "/sources", "role", "name", "bytes", "sha256");
        String[] roles = table.strings("role");
        String[] names = table.strings("name");
        double[] bytes = table.doubles("bytes");
        String[] digests = table.strings("sha256");
        List<SourceFile> sources = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            sources.add(new SourceFile(roles[row], names[row], (long) bytes[row], digests[row]));
        }
        return sources;
    }

    private List<SpatialTransform> transforms(String path) {
        Table table = table(path, "from", "to", "a", "b", "c", "d", "e", "f");
        String[] from = table.strings("from");
        String[] to = table.strings("to");
        List<SpatialTransform> transforms = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            transforms.add(new SpatialTransform(
                    from[row],
                    to[row],
                    table.doubles("a")[row],
                    table.doubles("b")[row],
                    table.doubles("c")[row],
                    table.doubles("d")[row],
                    table.doubles("e")[row],
                    table.doubles("f")[row]));
        }
        return transforms;
    }

    private Map<String, String> fields() {
        Table table = table(PATH + "/platform_fields", "name", "value");
        Map<String, String> fields = new LinkedHashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            fields.put(table.strings("name")[row], table.strings("value")[row]);
        }
        return fields;
    }

    private Table table(String path, String... columns) {
        Table table = frames.read(path).table();
        for (String column : columns) {
            if (!table.has(column)) {
                throw Faults.broken(source, path, "a table lacks a column", column, table.names());
            }
        }
        return table;
    }
}
