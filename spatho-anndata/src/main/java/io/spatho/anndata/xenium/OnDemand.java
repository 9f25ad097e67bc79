package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.dataset.OutlineSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The large files of a bundle that are opened only when somebody asks for what is in them.
 *
 * @param outlines outlines of cells and of nuclei, as far as the bundle has them
 * @param molecules the transcripts, if the bundle has them
 * @param names the files
 */
record OnDemand(List<OutlineSource> outlines, Optional<MoleculeSource> molecules, List<String> names) {

    static OnDemand of(XeniumFiles files, CellIndex cells, List<GenePanel> panels, int threads) {
        BundleFolder folder = files.folder();
        List<String> names = new ArrayList<>();
        List<OutlineSource> outlines = new ArrayList<>();
        for (String stem : List.of(XeniumFiles.CELL_OUTLINES, XeniumFiles.NUCLEUS_OUTLINES)) {
            files.table(stem).ifPresent(file -> {
                outlines.add(new OutlineFile(stem, file, cells, threads));
                names.add(folder.nameOf(file));
            });
        }
        Optional<MoleculeSource> molecules = files.table(XeniumFiles.TRANSCRIPTS)
                .map(file -> {
                    names.add(folder.nameOf(file));
                    return transcripts(file, folder.nameOf(file), cells, new MoleculeFeatures(panels), threads);
                });
        return new OnDemand(List.copyOf(outlines), molecules, List.copyOf(names));
    }

    private static TranscriptFile transcripts(
            Path file, String name, CellIndex cells, MoleculeFeatures features, int threads) {
        return name.endsWith(".parquet")
                ? new TranscriptParquet(file, name, cells, features, threads)
                : new TranscriptCsv(file, name, cells, features);
    }
}
