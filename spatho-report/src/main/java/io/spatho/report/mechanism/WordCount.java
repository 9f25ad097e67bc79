package io.spatho.report.mechanism;

import java.util.Arrays;

/** Counts words: runs without white space that hold a letter or a digit. */
public final class WordCount {

    private WordCount() {}

    /** The number of words of a text. */
    public static int of(String text) {
        return (int) Arrays.stream(text.split("\\s+", -1))
                .filter(run -> run.codePoints().anyMatch(Character::isLetterOrDigit))
                .count();
    }
}
