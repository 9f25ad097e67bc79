package io.spatho.report.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which case a report is about.
 *
 * @param name the case, for people
 * @param platform the platform, for people, such as {@code 10x Xenium}
 * @param observation what one observation is called: {@code cell}, {@code spot} or {@code bin}
 * @param observationSizeUm diameter of a spot or side of a bin in micrometres, NaN for cells
 * @param metadata further facts in the order in which they are shown; values are shown as they stand
 */
public record CaseDescription(
        String name, String platform, String observation, double observationSizeUm, Map<String, String> metadata) {

    public CaseDescription {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
