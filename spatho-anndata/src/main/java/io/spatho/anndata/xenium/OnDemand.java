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
            Optional<Path> table = files.table(stem);
            table.ifPresent(file -> outlines.add(new OutlineFile(stem, file, cells, threads)));
            Optional<Path> archive = table.isPresent()
                    ? Optional.empty()
                    : files.cellsArchive().filter(file -> OutlineArchive.holds(file, stem));
            archive.ifPresent(file -> outlines.add(new OutlineArchive(stem, file, cells)));
            table.or(() -> archive).map(folder::nameOf).ifPresent(names::add);
        }
        Optional<Path> file = files.table(XeniumFiles.TRANSCRIPTS).or(files::transcriptsArchive);
        Optional<MoleculeSource> molecules =
                file.map(path -> transcripts(path, folder.nameOf(path), cells, new MoleculeFeatures(panels), threads));
        file.map(folder::nameOf).ifPresent(names::add);
        return new OnDemand(
                List.copyOf(outlines), molecules, names.stream().distinct().toList());
    }

    private static TranscriptFile transcripts(
            Path file, String name, CellIndex cells, MoleculeFeatures features, int threads) {
        if (name.endsWith(".parquet")) {
            return new TranscriptParquet(file, name, cells, features, threads);
        }
        return name.endsWith(".zip")
                ? new TranscriptArchive(file, name, cells, features)
                : new TranscriptCsv(file, name, cells, features);
    }
}
