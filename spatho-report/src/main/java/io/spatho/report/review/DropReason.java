package io.spatho.report.review;

import java.util.Locale;

/** Why a sentence of a review was dropped; the first that holds, in this order. */
public enum DropReason {
    /** It is not an object with a text. */
    NOT_A_SENTENCE,
    /** It is longer than a sentence is. */
    TOO_LONG,
    /** It was said before. */
    REPEATED,
    /** It names no evidence. */
    NO_EVIDENCE,
    /** It names evidence that was not sent. */
    UNKNOWN_EVIDENCE,
    /** It holds an address. */
    LINK,
    /** It holds markup, template signs or invisible characters. */
    MARKUP,
    /** It cites what is not in the bibliography. */
    UNKNOWN_CITATION,
    /** It holds a number that is not in the evidence it names. */
    NUMBER_NOT_IN_EVIDENCE,
    /** It is one sentence too many. */
    TOO_MANY;

    /** The name used in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
