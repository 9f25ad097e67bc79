package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.evidence.Evidence;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers that evidence states, and whether those of a sentence are among them. A number of a sentence is one of the evidence when
 * that, rounded to the decimals written, is it, and lies within five percent of it; a percentage stands for a share. Signs count.
 * Words from two on are numbers too. Names with digits in them must stand in the evidence, or look like the name of a gene.
 */
final class EvidenceNumbers {

    private static final double TOLERANCE = 0.05;
    private static final Pattern GAPS = Pattern.compile("[\\s()\\[\\]{}\"“”;:=<>~≈≥≤±|]+");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?(?:[eE][-+]?\\d{1,3})?");
    private static final Pattern LED_BY_NUMBER = Pattern.compile("(" + NUMBER.pattern() + ")(%?)([\\p{L}²³/]*)");
    private static final Pattern RANGE = Pattern.compile("(?<=[\\d%])[-–—/×](?=\\d)");
    private static final Pattern GENE = Pattern.compile("[A-Z][A-Za-z]{0,7}-?\\d{1,2}[A-Z]?\\d?");
    private static final Map<String, Integer> WORDS = Map.ofEntries(
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("fifteen", 15),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("forty", 40),
            Map.entry("fifty", 50),
            Map.entry("sixty", 60),
            Map.entry("seventy", 70),
            Map.entry("eighty", 80),
            Map.entry("ninety", 90),
            Map.entry("hundred", 100),
            Map.entry("thousand", 1000),
            Map.entry("million", 1_000_000));

    private final List<Double> numbers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private EvidenceNumbers() {}

    /** The numbers and names of some evidence; {@code further} are names that may always be used. */
    static EvidenceNumbers of(List<Evidence> evidence, Set<String> further) {
        EvidenceNumbers stated = new EvidenceNumbers();
        further.forEach(stated::name);
        for (Evidence item : evidence) {
            var statement = item.statement();
            stated.take(statement.value());
            stated.name(statement.unitId());
            stated.prose(statement.summary());
            statement.uncertainty().ifPresent(interval -> {
                stated.numbers.add(interval.lower());
                stated.numbers.add(interval.upper());
                stated.numbers.add(interval.level());
            });
        }
        return stated;
    }

    private void take(JsonNode value) {
        if (value.isNumber()) {
            numbers.add(value.asDouble());
        } else if (value.isTextual()) {
            name(value.asText());
        } else {
            value.forEach(this::take);
        }
    }

    private void name(String text) {
        for (String token : tokens(text)) {
            names.add(token.toLowerCase(Locale.ROOT));
        }
    }

    private void prose(String summary) {
        List<String> tokens = tokens(summary);
        for (int i = 0; i < tokens.size(); i++) {
            Matcher number = LED_BY_NUMBER.matcher(tokens.get(i));
            if (number.matches()) {
                double value = parse(number.group(1)).doubleValue();
                numbers.add(isPercent(number, tokens, i) ? value / 100 : value);
            } else {
                names.add(tokens.get(i).toLowerCase(Locale.ROOT));
            }
        }
    }

    private static List<String> tokens(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).replace('−', '-');
        List<String> tokens = new ArrayList<>();
        for (String token : GAPS.split(plain, -1)) {
            String stripped = token.replaceAll("^[.,!?'’*]+|[.,!?'’*]+$", "");
            if (!stripped.isEmpty()) {
                tokens.add(stripped);
            }
        }
        return tokens;
    }

    private static boolean isPercent(Matcher number, List<String> tokens, int place) {
        String next = place + 1 < tokens.size() ? tokens.get(place + 1) : "";
        return !number.group(2).isEmpty() || next.equals("%") || next.startsWith("percent");
    }

    /** Whether every number and every name with digits of a sentence is in the evidence. */
    boolean cover(String sentence) {
        List<String> tokens = tokens(sentence);
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            Integer word = WORDS.get(token.toLowerCase(Locale.ROOT));
            if (word != null && !numbers.contains((double) word)) {
                return false;
            }
            boolean hasDigit = token.codePoints().anyMatch(Character::isDigit);
            if (hasDigit && !names.contains(token.toLowerCase(Locale.ROOT)) && !covers(token, tokens, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean covers(String token, List<String> tokens, int place) {
        String[] parts = RANGE.split(token, -1);
        for (String part : parts) {
            Matcher number = LED_BY_NUMBER.matcher(part);
            if (number.matches()) {
                boolean percent = isPercent(number, tokens, place) || token.endsWith("%");
                if (!has(parse(number.group(1)), percent)) {
                    return false;
                }
            } else if (parts.length > 1 || !GENE.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal parse(String number) {
        return new BigDecimal(number.replace(",", "").replaceFirst("^\\+", ""));
    }

    private boolean has(BigDecimal written, boolean percent) {
        double value = written.doubleValue();
        double half = 0.5 * Math.pow(10, -written.scale()) * (1 + 1e-9);
        for (double stated : numbers) {
            double meant = percent ? stated * 100 : stated;
            double off = Math.abs(meant - value);
            if (off == 0 || (off <= half && off <= TOLERANCE * Math.abs(meant))) {
                return true;
            }
        }
        return false;
    }
}
