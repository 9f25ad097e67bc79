package io.spatho.report.mechanism;

import java.util.Arrays;
import java.util.List;

/** A form of the report. */
public enum Variant {
    /** Five sections with mechanisms and citations, for people of the field. */
    MOA(
            "moa",
            280,
            320,
            List.of(
                    new Part("tissue_microenvironment", "Tissue Microenvironment", 3, 5),
                    new Part("mechanism_of_action", "Mechanism of Action", 3, 5),
                    new Part("research_context", "Research Context", 1, 2),
                    new Part("therapeutic_implications", "Therapeutic Implications", 2, 4),
                    new Part("validation_caveats", "Validation Caveats", 3, 6))),
    /** Three sections in everyday words, without mechanisms or citations. */
    PLAIN(
            "plain",
            150,
            200,
            List.of(
                    new Part("what_was_seen", "What was seen", 3, 7),
                    new Part("what_it_may_mean", "What it may mean", 2, 4),
                    new Part("what_is_not_known", "What is not known", 3, 6)));

    /**
     * A section.
     *
     * @param id its name in files
     * @param title its heading
     * @param least fewest sentences, where there are as many
     * @param most most sentences
     */
    public record Part(String id, String title, int least, int most) {}

    private final String id;
    private final int leastWords;
    private final int mostWords;
    // Never changed: made by List.of from records.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Part> parts;

    Variant(String id, int leastWords, int mostWords, List<Part> parts) {
        this.id = id;
        this.leastWords = leastWords;
        this.mostWords = mostWords;
        this.parts = parts;
    }

    /** The name used in files. */
    public String id() {
        return id;
    }

    /** Fewest words of a whole report. */
    public int leastWords() {
        return leastWords;
    }

    /** Most words of a whole report. */
    public int mostWords() {
        return mostWords;
    }

    /** The sections in their order. */
    public List<Part> parts() {
        return parts;
    }

    /** The variant of that name. */
    public static Variant of(String id) {
        return Arrays.stream(values())
                .filter(variant -> variant.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such variant: " + id));
    }

    @Override
    public String toString() {
        return id;
    }
}
