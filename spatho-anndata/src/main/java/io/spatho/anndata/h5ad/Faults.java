package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;

/** Makes the errors of this package's readers. */
final class Faults {

    private Faults() {}

    static InputException broken(ArrayTree source, String path, String what, Object expected, Object found) {
        return new InputException(Problem.of(what)
                .at(source.file() + ":" + path)
                .expected(expected, found)
                .fix("The file may be damaged; write it again with anndata or from the bundle"));
    }

    static InputException missing(ArrayTree source, String path, String what, String fix) {
        return new InputException(
                Problem.of(what).at(source.file() + ":" + path).fix(fix));
    }
}
