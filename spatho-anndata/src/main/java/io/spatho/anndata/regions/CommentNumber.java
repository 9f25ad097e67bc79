package io.spatho.anndata.regions;

import io.spatho.anndata.csv.NumberText;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;

/** A positive number in a comment line. */
final class CommentNumber {

    private CommentNumber() {}

    static double parse(String text, Path file) {
        double value = Double.NaN;
        try {
            value = NumberText.parse(text);
        } catch (NumberFormatException e) {
            // Refused below, like a number that is not positive.
        }
        if (!(value > 0)) {
            throw new InputException(
                    Problem.of("um_per_pixel is not a positive number").at(file).expected("such as 0.2125", text));
        }
        return value;
    }
}
