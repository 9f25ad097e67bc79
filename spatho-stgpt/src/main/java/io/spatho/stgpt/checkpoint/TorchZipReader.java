package io.spatho.stgpt.checkpoint;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.stgpt.checkpoint.TorchValue.Storage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the zip container of {@code torch.save} since PyTorch 1.6: {@code <root>/data.pkl} and one stored entry per storage. */
final class TorchZipReader {

    private final FileRegion file;
    private final String name;

    private TorchZipReader(FileRegion file) {
        this.file = file;
        this.name = file.file().toString();
    }

    static Checkpoint read(FileRegion file) {
        return new TorchZipReader(file).read();
    }

    /** Whether the archive holds a program. */
    static boolean isScript(FileRegion file) {
        return ZipDirectory.names(file).stream().anyMatch(TorchZipReader::isProgram);
    }

    private static boolean isProgram(String entry) {
        String inner = entry.substring(entry.indexOf('/') + 1);
        return inner.startsWith("code/") || inner.equals("constants.pkl");
    }

    private Checkpoint read() {
        Map<String, ZipDirectory.Entry> entries = ZipDirectory.read(file);
        String root = root(entries);
        requireLittleEndian(entries.get(root + "byteorder"));
        ZipDirectory.Entry pickle = entries.get(root + "data.pkl");
        Limit.PICKLE_BYTES.require(pickle.content().length(), "data.pkl is too long", name);
        verify(pickle);
        byte[] bytes = pickle.content().bytes(0, (int) pickle.content().length());
        Object tree =
                TorchPolicy.read(TorchPolicy.source(bytes, pickle.content().offset(), name));
        Map<String, Storage> table = StorageTable.of(tree, name);
        Map<String, FileRegion> storages = new LinkedHashMap<>();
        table.values().forEach(storage -> storages.put(storage.key(), region(entries, root, storage)));
        return StateTree.read(name, tree, storages, StorageTable.numbers(table));
    }

    private String root(Map<String, ZipDirectory.Entry> entries) {
        String pickle = entries.keySet().stream()
                .filter(entry -> entry.indexOf('/') > 0
                        && entry.substring(entry.indexOf('/') + 1).equals("data.pkl"))
                .findFirst()
                .orElseThrow(() -> fault("the zip is not a PyTorch checkpoint", "<name>/data.pkl", "no such entry"));
        String root = pickle.substring(0, pickle.indexOf('/') + 1);
        for (String entry : entries.keySet()) {
            if (!entry.startsWith(root)) {
                throw fault("the zip has entries outside its root folder", root, entry);
            }
            if (isProgram(entry)) {
                throw new InputException(Problem.of("refused a TorchScript program")
                        .at(name + ", entry " + entry)
                        .fix("A program can run anything; save model.state_dict() or use safetensors."));
            }
        }
        return root;
    }

    private void requireLittleEndian(ZipDirectory.Entry order) {
        if (order == null) {
            return;
        }
        int length = (int) Math.min(order.content().length(), 16);
        String text = new String(order.content().bytes(0, length), StandardCharsets.US_ASCII);
        if (!text.equals("little")) {
            throw fault("the checkpoint has another byte order", "little", text);
        }
    }

    private FileRegion region(Map<String, ZipDirectory.Entry> entries, String root, Storage storage) {
        ZipDirectory.Entry entry = entries.get(root + "data/" + storage.key());
        if (entry == null) {
            throw fault("the checkpoint lacks a storage", root + "data/" + storage.key(), "no such entry");
        }
        long found = entry.content().length();
        if (storage.numbers() > Long.MAX_VALUE / 8
                || storage.numbers() * storage.type().bytes() != found) {
            String expected =
                    storage.numbers() + " numbers of " + storage.type().bytes() + " bytes";
            throw fault("the storage " + entry.name() + " has another size", expected, found + " bytes");
        }
        verify(entry);
        return entry.content();
    }

    private void verify(ZipDirectory.Entry entry) {
        if (entry.content().crc32() != entry.crc32()) {
            throw new InputException(Problem.of("the zip entry " + entry.name() + " fails its checksum")
                    .at(name)
                    .fix("The file is damaged, or was saved with checksums off; copy or save it again."));
        }
    }

    private InputException fault(String what, Object expected, Object found) {
        return new InputException(Problem.of(what)
                .at(name)
                .expected(expected, found)
                .fix("Export the checkpoint again with torch.save(model.state_dict(), file)."));
    }
}
