package io.spatho.report.difference;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far numbers may lie apart and still count as the same: |a - b| at most the tolerance times max(1, |a|, |b|).
 *
 * @param general for every number
 * @param byName for columns of tables and keys of JSON documents of that name
 */
public record Tolerances(double general, Map<String, Double> byName) {

    public Tolerances {
        byName = Map.copyOf(byName);
    }

    /** Numbers must be equal. */
    public static Tolerances exact() {
        return new Tolerances(0, Map.of());
    }

    /**
     * Reads {@code 1e-6} (for every number) and {@code moran_i=1e-3} (for a column or key).
     *
     * @throws UsageException for anything else
     */
    public static Tolerances parse(List<String> texts) {
        double general = 0;
        Map<String, Double> byName = new TreeMap<>();
        for (String text : texts) {
            int equals = text.lastIndexOf('=');
            double value = number(text, text.substring(equals + 1));
            if (equals < 0) {
                general = value;
            } else {
                byName.put(text.substring(0, equals), value);
            }
        }
        return new Tolerances(general, byName);
    }

    private static double number(String text, String number) {
        try {
            double value = Double.parseDouble(number);
            if (value >= 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers out of range.
        }
        throw new UsageException(
                Problem.of("not a tolerance").at("--tolerance").expected("NUMBER or COLUMN=NUMBER, 0 or more", text));
    }

    /** Whether two numbers count as the same; two missing ones do. */
    boolean same(String name, double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(a) && Double.isNaN(b);
        }
        double tolerance = byName.getOrDefault(name, general);
        return a == b || Math.abs(a - b) <= tolerance * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    }
}
