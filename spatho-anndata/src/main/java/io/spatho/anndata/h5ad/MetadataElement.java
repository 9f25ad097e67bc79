package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.TreeGroup;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Writes {@code uns["spatho"]}: where the case came from. */
final class MetadataElement {

    /** The version of the layout that this package writes. */
    static final String CONTRACT_VERSION = "1";

    private MetadataElement() {}

    /** Where the counts are unless the metadata names another place. */
    static final String COUNTS = "X";

    static TreeGroup write(TreeGroup uns, SpatialDataset dataset) {
        List<String> modalities =
                dataset.modalities().stream().map(Modality::name).toList();
        return write(uns, dataset.metadata(), dataset.panel(), modalities, dataset.images(), COUNTS);
    }

    /** Writes the group; {@code modalities} are those below {@code uns["modalities"]}, {@code counts} the place of the counts. */
    static TreeGroup write(
            TreeGroup uns,
            CaseMetadata metadata,
            GenePanel genes,
            List<String> modalities,
            List<SlideImage> images,
            String counts) {
        TreeGroup group = Encoding.dict(uns, "spatho");
        Encoding.text(group, "contract_version", CONTRACT_VERSION);
        Encoding.text(group, "platform", metadata.platform().id());
        Encoding.text(group, "platform_software_version", metadata.softwareVersion());
        Encoding.text(group, "sample", metadata.sampleName());
        Encoding.text(group, "coordinate_unit", "micrometre");
        Encoding.number(group, "pixel_size_um", metadata.pixelSizeUm());
        Encoding.number(group, "observation_size_um", metadata.observationSizeUm());
        TreeGroup panel = Encoding.dict(group, "panel");
        Encoding.text(panel, "name", genes.name());
        Encoding.text(panel, "fingerprint", genes.fingerprint().sha256());
        DataFrameElement.writeNumbered(group, "sources", sources(metadata.sources()));
        DataFrameElement.writeNumbered(group, "transforms", transforms(metadata.transforms()));
        DataFrameElement.writeNumbered(group, "platform_fields", fields(metadata));
        Encoding.texts(group, "warnings", metadata.warnings().toArray(String[]::new));
        Encoding.texts(group, "modalities", modalities.toArray(String[]::new));
        Encoding.text(group, "counts", counts);
        images(group, images);
        return group;
    }

    private static Table sources(List<SourceFile> sources) {
        return Table.ofRows(sources.size())
                .with("role", strings(sources, SourceFile::role))
                .with("name", strings(sources, SourceFile::name))
                .with(
                        "bytes",
                        new Column.Longs(
                                sources.stream().mapToLong(SourceFile::bytes).toArray()))
                .with("sha256", strings(sources, SourceFile::sha256));
    }

    static Table transforms(List<SpatialTransform> transforms) {
        return Table.ofRows(transforms.size())
                .with("from", strings(transforms, SpatialTransform::from))
                .with("to", strings(transforms, SpatialTransform::to))
                .with("a", doubles(transforms, SpatialTransform::a))
                .with("b", doubles(transforms, SpatialTransform::b))
                .with("c", doubles(transforms, SpatialTransform::c))
                .with("d", doubles(transforms, SpatialTransform::d))
                .with("e", doubles(transforms, SpatialTransform::e))
                .with("f", doubles(transforms, SpatialTransform::f));
    }

    private static Table fields(CaseMetadata metadata) {
        List<String> names = List.copyOf(metadata.platformFields().keySet());
        return Table.ofRows(names.size())
                .with("name", strings(names, name -> name))
                .with("value", strings(names, metadata.platformFields()::get));
    }

    /** The pictures as they came, so that reading the file gives back the same bytes. */
    private static void images(TreeGroup group, List<SlideImage> images) {
        TreeGroup all = Encoding.dict(group, "images");
        for (int i = 0; i < images.size(); i++) {
            SlideImage image = images.get(i);
            TreeGroup one = Encoding.dict(all, Integer.toString(i));
            Encoding.text(one, "name", image.name());
            Encoding.text(one, "media_type", image.mediaType());
            Encoding.ARRAY.mark(one.unsignedBytes("encoded", image.bytes()));
            DataFrameElement.writeNumbered(one, "transform", transforms(List.of(image.fromMicrometres())));
        }
    }

    private static <T> Column.Strings strings(List<T> items, Function<T, String> value) {
        return new Column.Strings(items.stream().map(value).toArray(String[]::new));
    }

    private static <T> Column.Doubles doubles(List<T> items, ToDoubleFunction<T> value) {
        return new Column.Doubles(items.stream().mapToDouble(value).toArray());
    }
}
