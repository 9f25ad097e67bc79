package io.spatho.cli.corpus;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.region.Region;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A digest of everything that a reader made of an input, apart from the digests of the files themselves and the warnings. */
final class ContentDigest {

    private final MessageDigest digest = Fingerprint.digest();

    private ContentDigest() {}

    static String of(SpatialDataset dataset) {
        ContentDigest content = new ContentDigest();
        content.add(dataset.metadata().softwareVersion());
        content.add(dataset.metadata().sampleName());
        content.add(dataset.metadata().pixelSizeUm());
        content.add(dataset.metadata().observationSizeUm());
        content.add(dataset.metadata().transforms());
        content.add(dataset.metadata().platformFields());
        content.matrix(dataset.counts());
        content.panel(dataset.panel());
        content.table(dataset.obs());
        content.add(Arrays.hashCode(dataset.xUm()));
        content.add(Arrays.hashCode(dataset.yUm()));
        for (Modality modality : dataset.modalities()) {
            content.add(modality.name());
            content.panel(modality.features());
            content.matrix(modality.matrix());
        }
        dataset.obsm().forEach((name, matrix) -> {
            content.add(name);
            content.add(Arrays.hashCode(matrix.values()));
        });
        for (SlideImage image : dataset.images()) {
            content.add(image.name() + image.mediaType() + image.fromMicrometres());
            content.digest.update(image.bytes());
        }
        for (OutlineSource source : dataset.outlines()) {
            Outlines outlines = source.read();
            content.add(source.name());
            content.add(Arrays.hashCode(outlines.observations()));
            content.add(Arrays.hashCode(outlines.starts()));
            content.add(Arrays.hashCode(outlines.xUm()));
            content.add(Arrays.hashCode(outlines.yUm()));
        }
        dataset.molecules().ifPresent(molecules -> {
            molecules.forEachBatch(0, batch -> {
                for (int i = 0; i < batch.size(); i++) {
                    content.add(batch.features()[i] + " " + batch.xUm()[i] + " " + batch.yUm()[i]);
                }
            });
            content.add(molecules.features());
        });
        return content.finish();
    }

    static String of(Table table) {
        ContentDigest content = new ContentDigest();
        content.table(table);
        return content.finish();
    }

    static String of(List<Region> regions) {
        ContentDigest content = new ContentDigest();
        regions.forEach(region -> content.add(region.id() + "\n" + region.label() + "\n" + region.geometry()));
        return content.finish();
    }

    static String of(CheckpointFolder folder) {
        ContentDigest content = new ContentDigest();
        content.add(folder.arguments());
        for (int id = 0; id < folder.vocabulary().size(); id++) {
            content.add(folder.vocabulary().token(id));
        }
        folder.weights().tensors().forEach((name, tensor) -> {
            content.add(name + Arrays.toString(tensor.shape()));
            content.add(Arrays.hashCode(tensor.values()));
        });
        return content.finish();
    }

    static String ofText(Object value) {
        return Fingerprint.ofText(String.valueOf(value)).sha256();
    }

    private void add(Object value) {
        digest.update(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private void panel(GenePanel panel) {
        add(panel.name());
        add(panel.featureNames());
        add(panel.featureIds());
        add(panel.featureTypes());
    }

    private void matrix(CsrMatrix matrix) {
        add(matrix.rows() + " x " + matrix.columns());
        add(Arrays.hashCode(matrix.rowStarts()));
        add(Arrays.hashCode(matrix.columnIndices()));
        add(Arrays.hashCode(matrix.values()));
    }

    private void table(Table table) {
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            add(column.getKey());
            for (int row = 0; row < table.rows(); row++) {
                add(column.getValue().text(row));
            }
        }
    }

    private String finish() {
        return Fingerprint.of(digest.digest()).sha256();
    }
}
