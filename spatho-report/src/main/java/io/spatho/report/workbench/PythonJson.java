package io.spatho.report.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.fingerprint.Fingerprint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * JSON as Python's {@code json.dumps(value, sort_keys=True, ensure_ascii=False)} writes it: keys in the order of their code points,
 * {@code ", "} and {@code ": "} between, numbers as {@code repr} gives them. The digest of such a text is the {@code input_hash} of the
 * Python spatho.
 */
final class PythonJson {

    private static final int FIRST_EXPONENT = 16;
    private static final int LAST_SMALL_EXPONENT = -4;
    private static final Comparator<String> CODE_POINTS = (a, b) ->
            java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private final StringBuilder text = new StringBuilder();

    private PythonJson() {}

    /** SHA-256 over the text of a value. */
    static String hash(JsonNode value) {
        return Fingerprint.ofText(text(value)).sha256();
    }

    /** The text of a value. */
    static String text(JsonNode value) {
        PythonJson json = new PythonJson();
        json.write(value);
        return json.text.toString();
    }

    private void write(JsonNode value) {
        if (value.isObject()) {
            object(value);
        } else if (value.isArray()) {
            array(value);
        } else if (value.isTextual()) {
            string(value.textValue());
        } else if (value.isFloatingPointNumber()) {
            text.append(number(value.doubleValue()));
        } else {
            text.append(value.isMissingNode() ? "null" : value.asText());
        }
    }

    private void object(JsonNode value) {
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        names.sort(CODE_POINTS);
        text.append('{');
        String between = "";
        for (String name : names) {
            text.append(between);
            string(name);
            text.append(": ");
            write(value.get(name));
            between = ", ";
        }
        text.append('}');
    }

    private void array(JsonNode value) {
        text.append('[');
        String between = "";
        for (JsonNode item : value) {
            text.append(between);
            write(item);
            between = ", ";
        }
        text.append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\f' -> text.append("\\f");
                case '\b' -> text.append("\\b");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** The shortest digits that read back as the same number; with an exponent from 1e16 on and below 1e-4. */
    static String number(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(io.spatho.core.json.CanonicalJson.number(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= LAST_SMALL_EXPONENT && exponent < FIRST_EXPONENT) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String unscaled = digits.unscaledValue().abs().toString();
        String mantissa = unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
        return (digits.signum() < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
