package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a Zarr store of format 3 in a folder, with consolidated metadata, that zarr-python 3 and others read.
 *
 * <p>The store takes shape beside its place, under {@code .<name>.<process>.part}, and gets its name in {@link #finish}; closing
 * without finishing leaves nothing behind. A store that is there already is replaced then; anything else there is refused.
 *
 * <p>Determinism: files and their bytes depend on what is written and in which order, and on the zstd library, not on the number of
 * threads. Cost: linear; chunks are compressed on the workers, so none of these calls may be made from a worker. Errors: a {@link
 * ResourceException} when the disk refuses, a {@link UsageException} when something else is at the store's place.
 *
 * <p>Source: Zarr core specification 3.1; the codecs zstd and vlen-utf8 and the consolidated metadata as zarr-python 3.1 has them.
 */
public final class ZarrWriter implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final StagedFolder folder;
    private final Workers workers;
    private final ZarrGroup root;
    private final List<ZarrStream> streams = new ArrayList<>();
    private final Map<ZarrArray, ZarrArray> copies = new LinkedHashMap<>();

    private ZarrWriter(StagedFolder folder, Workers workers) {
        this.folder = folder;
        this.workers = workers;
        this.root = new ZarrGroup(this, "");
    }

    /** Starts a store. */
    public static ZarrWriter create(Path store, Workers workers) {
        return new ZarrWriter(StagedFolder.start(store), workers);
    }

    /** The root group. */
    public ZarrGroup root() {
        return root;
    }

    Workers workers() {
        return workers;
    }

    Path folder(String path) {
        return path.isEmpty() ? folder.part() : folder.part().resolve(path);
    }

    Path makeFolder(String path) {
        try {
            return Files.createDirectories(folder(path));
        } catch (IOException e) {
            throw folder.cannot(e);
        }
    }

    ResourceException cannot(IOException cause) {
        return folder.cannot(cause);
    }

    ZarrStream opened(ZarrStream stream) {
        streams.add(stream);
        return stream;
    }

    /** An array that will hold at its place what another does when the store is finished. */
    ZarrArray copy(ZarrArray original, String path) {
        ZarrArray copy = new ZarrArray(this, path, () -> {
            ObjectNode description = JsonNodeFactory.instance.objectNode();
            original.describe(description);
            return description;
        });
        copies.put(copy, original);
        return copy;
    }

    /** Writes what is still open and the metadata, syncs all files and gives the store its name. */
    public void finish() {
        try {
            streams.forEach(ZarrStream::end);
            for (Map.Entry<ZarrArray, ZarrArray> copy : copies.entrySet()) {
                folder.copy(copy.getValue().path(), copy.getKey().path());
            }
            Map<String, ObjectNode> documents = new LinkedHashMap<>();
            collect(root, documents);
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, ObjectNode> entry : documents.entrySet()) {
                if (!entry.getKey().isEmpty()) {
                    write(entry.getKey(), entry.getValue());
                    all.set(entry.getKey(), entry.getValue());
                }
            }
            ObjectNode top = documents.get("");
            top.putObject("consolidated_metadata")
                    .put("kind", "inline")
                    .put("must_understand", false)
                    .set("metadata", all);
            write("", top);
            folder.finish(workers);
        } catch (IOException e) {
            throw folder.cannot(e);
        } catch (UncheckedIOException e) {
            throw folder.cannot(e.getCause());
        }
    }

    private void collect(ZarrObject object, Map<String, ObjectNode> documents) {
        ObjectNode document = object.document();
        if (object instanceof ZarrArray array && copies.containsKey(array)) {
            document.set("attributes", copies.get(array).document().get("attributes"));
        }
        documents.put(object.path(), document);
        if (object instanceof ZarrGroup group) {
            group.children().values().forEach(child -> collect(child, documents));
        }
    }

    private void write(String path, ObjectNode document) throws IOException {
        Files.write(makeFolder(path).resolve("zarr.json"), JSON.writeValueAsBytes(document));
    }

    /** Drops the store unless it was finished. */
    @Override
    public void close() {
        folder.drop();
    }
}
