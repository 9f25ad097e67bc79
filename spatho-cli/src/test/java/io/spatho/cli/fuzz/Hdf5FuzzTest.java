package io.spatho.cli.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.anndata.h5ad.CoordinateUnit;
import io.spatho.anndata.h5ad.H5adReader;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tenx.MatrixH5Reader;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.parallel.Workers;

/** HDF5 containers: superblock, headers, links, chunk indexes, filters and heaps; then h5ad and 10x matrices in them. */
class Hdf5FuzzTest {

    private static final int DEEPEST = 4;
    private static final Workers WORKERS = new Workers(1);

    @FuzzTest(maxDuration = "2m")
    void everyObject(byte[] bytes) {
        Hostile.file("fuzz.h5", bytes, file -> {
            try (Hdf5Source source = Hdf5Source.open(file)) {
                visit(source, "", 0);
            }
        });
    }

    static void visit(ArrayTree source, String path, int depth) {
        String here = path.isEmpty() ? "/" : path;
        for (String name : source.attributes(here)) {
            source.texts(here, name);
        }
        if (source.isDataset(here)) {
            switch (source.kind(here)) {
                case TEXT -> source.strings(here);
                case COMPOUND -> source.compound(here);
                case BOOLEAN -> source.booleans(here);
                default -> source.doubles(here);
            }
        } else if (depth < DEEPEST) {
            source.children(here).stream().limit(40).forEach(child -> visit(source, path + "/" + child, depth + 1));
        }
    }

    @FuzzTest(maxDuration = "2m")
    void annData(byte[] bytes) {
        Hostile.file("fuzz.h5ad", bytes, file -> {
            H5adReader.readAll(file, CoordinateUnit.MICROMETRE, WORKERS);
        });
    }

    @FuzzTest(maxDuration = "2m")
    void tenxMatrix(byte[] bytes) {
        Hostile.file("matrix.h5", bytes, file -> {
            MatrixH5Reader.read(file, WORKERS);
        });
    }
}
