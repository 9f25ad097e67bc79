package io.spatho.report.review;

/**
 * A source that a review may cite.
 *
 * @param id such as {@code C1}
 * @param text authors, title, journal and year
 */
public record Reference(String id, String text) {

    public Reference {
        if (!id.matches("C[1-9][0-9]{0,3}") || text.isBlank()) {
            throw new IllegalArgumentException("not a reference: " + id);
        }
    }
}
