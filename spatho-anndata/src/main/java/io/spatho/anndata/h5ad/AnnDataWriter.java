package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.SpatialDataset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes AnnData objects into HDF5 or Zarr: a dataset, the elements of a file as they are, or both.
 *
 * <p>Determinism: same content, same calls in the same order. Cost: linear; numbers of a file are copied piece by piece. Errors: an
 * {@link io.spatho.core.error.InputException} for what the format cannot hold.
 */
public final class AnnDataWriter {

    private AnnDataWriter() {}

    /** Writes a dataset with graphs, layers and further results as a case. */
    public static void write(SpatialDataset dataset, H5adExtras extras, TreeGroup root) {
        H5adWriter.write(dataset, extras, root);
    }

    /**
     * Writes a dataset as a case while it is read, so that its counts need not fit memory; the same bytes as when it was read before.
     *
     * @param read reads the dataset; it may hand its counts to the sink and give back a dataset without them
     * @return the dataset as it was read, for what there is to say about it
     */
    public static SpatialDataset stream(TreeGroup root, Function<CountSink, SpatialDataset> read) {
        return H5adWriter.stream(root, read);
    }

    /** Writes the elements of a file, nothing added and nothing lost, under today's encodings. */
    public static void write(AnnDataFile file, TreeGroup root) {
        start(file, root);
        ElementWriter.write(root, "obs", file.obs());
        ElementWriter.write(root, "var", file.var());
        ElementWriter.write(root, "obsm", file.obsm());
        ElementWriter.write(root, "obsp", file.obsp());
        rest(file, root);
        ElementWriter.write(root, "uns", file.uns());
    }

    private static void start(AnnDataFile file, TreeGroup root) {
        Encoding.ANNDATA.mark(root);
        file.x().ifPresent(x -> ElementWriter.write(root, "X", x));
    }

    private static void rest(AnnDataFile file, TreeGroup root) {
        ElementWriter.write(root, "layers", file.layers());
        ElementWriter.write(root, "varm", file.varm());
        ElementWriter.write(root, "varp", file.varp());
        file.raw().ifPresent(raw -> {
            TreeGroup group = Encoding.RAW.mark(root.group("raw"));
            raw.x().ifPresent(x -> ElementWriter.write(group, "X", x));
            ElementWriter.write(group, "var", raw.var());
            ElementWriter.write(group, "varm", raw.varm());
        });
    }

    /** Writes the elements of a file together with what a case adds to them. */
    static void write(ArrayTree source, AnnDataFile file, CaseAdditions added, TreeGroup root) {
        CaseMerge merge = new CaseMerge(source, added.replaces());
        start(file, root);
        ElementWriter.write(root, "obs", merge.columns("obs", file.obs(), added.obs()));
        GenePanel features = new FeatureReader(source).read("var", file.var(), "");
        ElementWriter.write(
                root,
                "var",
                merge.columns(
                        "var",
                        file.var(),
                        CaseMerge.features(features.featureNames(), features.featureIds(), features.featureTypes())));
        ElementWriter.write(root, "obsm", merge.obsm(file.obsm(), added.obs(), added.obsm()));
        TreeGroup obsp = Encoding.dict(root, "obsp");
        ElementWriter.children(
                obsp, merge.withoutGraphs(file.obsp(), added.obsp()).children());
        added.obsp().forEach((name, matrix) -> SparseElement.write(obsp, name, matrix));
        rest(file, root);
        uns(file, added, merge, root);
    }

    private static void uns(AnnDataFile file, CaseAdditions added, CaseMerge merge, TreeGroup root) {
        Map<String, Element> elements = new LinkedHashMap<>(file.uns().children());
        elements.remove("spatho");
        Optional<PlotUnits> units = Optional.ofNullable(elements.get("spatial"))
                .filter(spatial -> added.unit() != 1 && spatial instanceof Element.Dict)
                .map(spatial -> PlotUnits.of(spatial, added.unit()));
        units.ifPresent(plot -> elements.put("spatial", plot.spatial()));
        elements.putIfAbsent("spatial", Element.Dict.EMPTY);
        if (!added.replaces()) {
            merge.put(elements, "modalities", Element.Dict.EMPTY);
        }
        elements.putIfAbsent("modalities", Element.Dict.EMPTY);
        TreeGroup uns = Encoding.dict(root, "uns");
        TreeGroup spatho = MetadataElement.write(
                uns, added.metadata(), added.genes(), added.modalities(), added.images(), added.counts());
        units.ifPresent(plot -> ElementWriter.write(spatho, "source_scalefactors", plot.originals()));
        ElementWriter.children(uns, elements);
    }
}
