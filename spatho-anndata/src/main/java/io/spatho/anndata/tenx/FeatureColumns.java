package io.spatho.anndata.tenx;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tree.ArrayTree.Kind;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.limit.Limit;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the feature table of a 10x HDF5 matrix with all its columns. */
final class FeatureColumns {

    /** Written before the name of a target set. */
    static final String TARGET_SET = "target_set_";

    private static final Set<String> KNOWN = Set.of("id", "name", "feature_type", "_all_tag_keys", "target_sets");
    private static final String TARGET_SETS = "/target_sets";

    private final Path file;
    private final Hdf5Source source;
    private final String group;

    FeatureColumns(Path file, Hdf5Source source, String group) {
        this.file = file;
        this.source = source;
        this.group = group;
    }

    /** The features of Cell Ranger 3 and later, and of every other pipeline. */
    GenePanel panel() {
        String[] ids = texts("id", Limit.SYMBOL_BYTES);
        String[] names = source.isDataset(group + "/name") ? texts("name", Limit.SYMBOL_BYTES, ids.length) : ids;
        List<String> types = source.isDataset(group + "/feature_type")
                ? Arrays.asList(texts("feature_type", Limit.LABEL_BYTES, ids.length))
                : Collections.nCopies(ids.length, FeatureBarcodeMatrix.GENE_EXPRESSION);
        return new GenePanel("", Arrays.asList(names), Arrays.asList(ids), types, annotations(ids.length));
    }

    /** The genes of one genome in a file of Cell Ranger 1 or 2. */
    GenePanel genes(String genome) {
        String[] ids = texts("genes", Limit.SYMBOL_BYTES);
        String[] names = texts("gene_names", Limit.SYMBOL_BYTES, ids.length);
        List<String> types = Collections.nCopies(ids.length, FeatureBarcodeMatrix.GENE_EXPRESSION);
        String[] genomes = Collections.nCopies(ids.length, genome).toArray(String[]::new);
        Table annotations = Table.ofRows(ids.length).with("genome", new Column.Strings(genomes));
        return new GenePanel("", Arrays.asList(names), Arrays.asList(ids), types, annotations);
    }

    private Table annotations(int features) {
        Table table = Table.ofRows(features);
        for (String name : source.children(group)) {
            String path = group + "/" + name;
            boolean column = !KNOWN.contains(name)
                    && source.isDataset(path)
                    && Arrays.equals(source.shape(path), new long[] {features});
            Optional<Column> values = column ? column(name, features) : Optional.empty();
            if (values.isPresent()) {
                table = table.with(name, values.get());
            }
        }
        for (String name : targetSets()) {
            Optional<Column> targets = targets(group + TARGET_SETS + "/" + name, features);
            if (targets.isPresent()) {
                table = table.with(TARGET_SET + name, targets.get());
            }
        }
        return table;
    }

    private List<String> targetSets() {
        return source.isGroup(group + TARGET_SETS) ? source.children(group + TARGET_SETS) : List.of();
    }

    /** The target sets that do not fit the features, as in files of which others have taken a part. */
    List<String> targetSetsLeftOut(GenePanel panel) {
        return targetSets().stream()
                .filter(name -> !panel.annotations().has(TARGET_SET + name))
                .toList();
    }

    private Optional<Column> column(String name, int features) {
        String path = group + "/" + name;
        Kind kind = source.kind(path);
        return switch (kind) {
            case TEXT -> Optional.of(new Column.Strings(texts(name, Limit.LABEL_BYTES, features)));
            case BOOLEAN -> Optional.of(new Column.Booleans(source.booleans(path)));
            case INTEGER -> Optional.of(new Column.Longs(source.longs(path)));
            case FLOAT -> Optional.of(new Column.Doubles(source.doubles(path)));
            case COMPOUND, OTHER -> Optional.empty();
        };
    }

    /** A target set lists the positions of its features. */
    private Optional<Column> targets(String path, int features) {
        if (!source.isDataset(path) || source.kind(path) != Kind.INTEGER) {
            return Optional.empty();
        }
        boolean[] inside = new boolean[features];
        for (long position : source.longs(path)) {
            if (position < 0 || position >= features) {
                return Optional.empty();
            }
            inside[(int) position] = true;
        }
        return Optional.of(new Column.Booleans(inside));
    }

    private String[] texts(String name, Limit limit, int features) {
        String[] values = texts(name, limit);
        if (values.length != features) {
            throw new InputException(Problem.of("an array has another length")
                    .at(file + ":" + group + "/" + name)
                    .expected(features + " elements", values.length));
        }
        return values;
    }

    /** Labels with what ASCII cannot hold decoded. */
    String[] texts(String name, Limit limit) {
        String[] values = source.strings(group + "/" + name);
        for (int i = 0; i < values.length; i++) {
            if (values[i].length() * 3L > limit.value()) {
                String where = file + ":" + group + "/" + name + " element " + i;
                limit.require(Labels.bytes(values[i]), "a label is too long", where);
            }
            values[i] = XmlCharacters.decode(values[i]);
        }
        return values;
    }
}
