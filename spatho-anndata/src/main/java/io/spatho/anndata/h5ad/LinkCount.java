package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.limit.Limit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts by how many paths each object of a file was reached, so that reading everything ends.
 *
 * <p>Links make a graph of a file's tree. One that leads back to a group around it would be followed for ever, and a few groups that
 * each name the next one twice unfold into billions of paths. With both refused the work is linear in the number of objects.
 */
final class LinkCount {

    private final ArrayTree source;
    private final Map<Long, Integer> paths = new HashMap<>();
    private final Set<Long> open = new HashSet<>();

    LinkCount(ArrayTree source) {
        this.source = source;
    }

    /** The object at a path that is being read; to be closed when its children were read. */
    final class Visit implements AutoCloseable {

        private final String path;
        private final long identity;
        private final boolean group;

        private Visit(String path, long identity, boolean group) {
            this.path = path;
            this.identity = identity;
            this.group = group;
        }

        String path() {
            return path;
        }

        boolean isGroup() {
            return group;
        }

        @Override
        public void close() {
            if (group) {
                open.remove(identity);
            }
        }
    }

    /** Starts reading an object. */
    Visit visit(String path) {
        long identity = source.identity(path);
        boolean group = source.isGroup(path);
        if (group && !open.add(identity)) {
            throw Faults.broken(source, path, "a group holds a link to itself", "a tree", "a circle of links");
        }
        int times = paths.merge(identity, 1, Integer::sum);
        if (times > Limit.OBJECT_LINKS.value()) {
            throw Limit.OBJECT_LINKS.exceeded("an object has too many names", source.file() + ":" + path, times);
        }
        return new Visit(path, identity, group);
    }
}
