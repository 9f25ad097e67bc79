package io.spatho.stgpt.checkpoint;

import io.spatho.anndata.pickle.PickleSource;
import io.spatho.anndata.pickle.PickleValue;
import io.spatho.anndata.pickle.PickleValue.Dict;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.stgpt.checkpoint.TorchValue.Storage;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the stream container of {@code torch.save} before PyTorch 1.6: five pickles (magic number, version, system, content,
 * storage keys), then each storage as a count of numbers and the numbers.
 */
final class TorchStreamReader {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    private final FileRegion file;
    private final String name;

    private TorchStreamReader(FileRegion file) {
        this.file = file;
        this.name = file.file().toString();
    }

    static Checkpoint read(FileRegion file) {
        return new TorchStreamReader(file).read();
    }

    private Checkpoint read() {
        PickleSource in =
                TorchPolicy.source(file.bytes(0, (int) Math.min(file.length(), Limit.PICKLE_BYTES.value())), 0, name);
        if (!MAGIC.equals(TorchPolicy.read(in))) {
            throw fault("the file is a pickle but not a PyTorch checkpoint", "PyTorch's magic number", "another value");
        }
        Object version = TorchPolicy.read(in);
        if (!Long.valueOf(1001).equals(version)) {
            throw fault("the checkpoint has another stream version", 1001, PickleValue.kind(version));
        }
        Object system = TorchPolicy.read(in);
        if (!(system instanceof Dict facts)
                || !Boolean.TRUE.equals(facts.entries().get("little_endian"))) {
            throw fault("the checkpoint has another byte order", "little", "another");
        }
        Object tree = TorchPolicy.read(in);
        Object keys = TorchPolicy.read(in);
        Map<String, Storage> table = StorageTable.of(tree, name);
        Map<String, FileRegion> storages = storages(table, keys, in.position());
        return StateTree.read(name, tree, storages, StorageTable.numbers(table));
    }

    private Map<String, FileRegion> storages(Map<String, Storage> table, Object keys, long start) {
        if (!(keys instanceof List<?> list) || list.size() != table.size()) {
            throw fault(
                    "the list of storages does not fit the tensors", table.size() + " keys", PickleValue.kind(keys));
        }
        Map<String, FileRegion> storages = new LinkedHashMap<>();
        long at = start;
        for (Object key : list) {
            Storage storage = key instanceof String text ? table.get(text) : null;
            if (storage == null || storages.containsKey(storage.key())) {
                throw fault("the list of storages does not fit the tensors", "each key once", "another list");
            }
            long count = file.buffer(at, 8).getLong();
            if (count != storage.numbers() || count > Long.MAX_VALUE / 8) {
                throw fault("the storage " + storage.key() + " has another size", storage.numbers(), count);
            }
            FileRegion region = file.part(at + 8, count * storage.type().bytes());
            storages.put(storage.key(), region);
            at = region.offset() + region.length();
        }
        if (at != file.length()) {
            throw fault("the file goes on after its last storage", at + " bytes", file.length());
        }
        return storages;
    }

    private InputException fault(String what, Object expected, Object found) {
        return new InputException(Problem.of(what)
                .at(name)
                .expected(expected, found)
                .fix("Export the checkpoint again with torch.save(model.state_dict(), file)."));
    }
}
