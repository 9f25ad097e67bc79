package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;

/** Makes the errors of this package's readers. */
final class Faults {

    private Faults() {}

    static InputException broken(ArrayTree source, String path, String what, Object expected, Object found) {
        return new InputException(Problem.of(what)
                .at(source.file() + ":" + path)
                .expected(expected, found)
                .fix("The file may be damaged; write it again with anndata or from the bundle"));
    }

    /** Fails when a file claims more elements than its bytes can stand for, before memory is given to them. */
    static void requirePossible(ArrayTree source, String path, long elements, int bytesEach) {
        long most = Math.max(
                Limit.UNWRITTEN_BYTES.value(), Limit.COMPRESSION_RATIO.value() * Math.max(0, source.storedBytes()));
        if (elements > most / bytesEach) {
            throw Limit.COMPRESSION_RATIO.exceeded(
                    "the element claims more than the file can hold",
                    source.file() + ":" + path,
                    elements + " elements in " + source.storedBytes() + " bytes");
        }
    }

    static InputException missing(ArrayTree source, String path, String what, String fix) {
        return new InputException(
                Problem.of(what).at(source.file() + ":" + path).fix(fix));
    }
}
