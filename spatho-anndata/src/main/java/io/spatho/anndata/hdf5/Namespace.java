package io.spatho.anndata.hdf5;

import io.jhdf.ObjectHeader;
import io.spatho.core.limit.Limit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds objects by path, following soft links and refusing links into other files. */
final class Namespace {

    private final GuardedStorage storage;
    private final Links links;
    private final long root;
    private final Map<Long, Map<String, Links.Target>> groups = new HashMap<>();

    Namespace(GuardedStorage storage, long root) {
        this.storage = storage;
        this.links = new Links(storage);
        this.root = root;
    }

    ObjectHeader require(String path) {
        return find(path).orElseThrow(() -> new IllegalStateException("there is no such group or dataset"));
    }

    Optional<ObjectHeader> find(String path) {
        return find(path, new Steps()).map(address -> ObjectHeader.readObjectHeader(storage, address));
    }

    List<String> children(String path) {
        return List.copyOf(linksOf(require(path).getAddress()).keySet());
    }

    /** What is left of the soft links that one path may lead over; all branches of the search share it. */
    private static final class Steps {

        private long left = Limit.TREE_DEPTH.value();

        void take() {
            if (--left < 0) {
                throw new IllegalStateException("links lead in a circle");
            }
        }
    }

    private Optional<Long> find(String path, Steps steps) {
        long address = root;
        StringBuilder walked = new StringBuilder();
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            Links.Target target = linksOf(address).get(name);
            if (target == null) {
                return Optional.empty();
            }
            Optional<Long> next = resolve(target, walked.toString(), steps);
            if (next.isEmpty()) {
                return next;
            }
            address = next.get();
            walked.append('/').append(name);
        }
        return Optional.of(address);
    }

    private Optional<Long> resolve(Links.Target target, String group, Steps steps) {
        if (target instanceof Links.Hard hard) {
            return Optional.of(hard.address());
        }
        if (target instanceof Links.External external) {
            throw new IllegalStateException("a link leads into another file, " + external.file());
        }
        steps.take();
        String path = ((Links.Soft) target).path();
        return find(path.startsWith("/") ? path : group + "/" + path, steps);
    }

    private Map<String, Links.Target> linksOf(long address) {
        Map<String, Links.Target> known = groups.get(address);
        if (known == null) {
            known = links.of(ObjectHeader.readObjectHeader(storage, address));
            groups.put(address, known);
        }
        return known;
    }
}
