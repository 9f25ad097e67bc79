package io.spatho.stgpt.checkpoint;

import io.spatho.anndata.pickle.PickleValue.Dict;
import io.spatho.anndata.pickle.PickleValue.Tuple;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.stgpt.checkpoint.TorchValue.Storage;
import io.spatho.stgpt.checkpoint.TorchValue.Tensor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The storages that the tensors of a pickle rest on, by key; one key must always mean the same type and length. */
final class StorageTable {

    private StorageTable() {}

    static Map<String, Storage> of(Object root, String file) {
        Map<String, Storage> table = new TreeMap<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        visit(root, seen, open);
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (next instanceof Tensor tensor) {
                add(table, tensor.storage(), file);
            } else if (next instanceof Dict dict) {
                dict.entries().values().forEach(value -> visit(value, seen, open));
            } else {
                List<?> items = next instanceof Tuple tuple ? tuple.items() : (List<?>) next;
                items.forEach(value -> visit(value, seen, open));
            }
        }
        return table;
    }

    private static void visit(Object value, Set<Object> seen, Deque<Object> open) {
        boolean holdsTensors =
                value instanceof Tensor || value instanceof Dict || value instanceof Tuple || value instanceof List<?>;
        if (holdsTensors && seen.add(value)) {
            open.push(value);
        }
    }

    private static void add(Map<String, Storage> table, Storage storage, String file) {
        Storage known = table.putIfAbsent(storage.key(), storage);
        if (known != null && (known.type() != storage.type() || known.numbers() != storage.numbers())) {
            throw new InputException(Problem.of("two tensors disagree on the storage they share")
                    .at(file + ", storage " + storage.key())
                    .expected(known.numbers() + " of " + known.type(), storage.numbers() + " of " + storage.type())
                    .fix("The file is damaged; export the checkpoint again."));
        }
    }

    /** The numbers in all storages together. */
    static long numbers(Map<String, Storage> table) {
        long sum = 0;
        for (Storage storage : table.values()) {
            sum = Math.addExact(sum, storage.numbers());
        }
        return sum;
    }
}
