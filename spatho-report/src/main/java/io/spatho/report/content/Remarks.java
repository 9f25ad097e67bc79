package io.spatho.report.content;

import java.util.List;

/**
 * What a reader must know before relying on the rest.
 *
 * @param warnings what was unusual
 * @param omissions what was not made, and why
 */
public record Remarks(List<String> warnings, List<Omission> omissions) {

    public Remarks {
        warnings = List.copyOf(warnings);
        omissions = List.copyOf(omissions);
    }
}
