package io.spatho.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** WCAG 2.2 success criterion 1.4.3: text against its background, in light and in dark. */
class ContrastTest {

    private static final String[][] PAIRS = {
        {"ink", "paper"},
        {"muted", "paper"},
        {"muted", "panel"},
        {"ink", "panel"},
        {"link", "paper"},
        {"link", "panel"},
        {"measured", "measured-bg"},
        {"model", "model-bg"},
        {"warn", "warn-bg"},
        {"fail", "fail-bg"},
        {"none", "none-bg"},
        {"ink", "warn-bg"},
        {"warn", "paper"},
        {"model", "paper"},
        {"muted", "warn-bg"},
        {"link", "warn-bg"}
    };

    @Test
    void isEnoughInLightAndDark() throws Exception {
        String css;
        try (var in = Page.class.getResourceAsStream("report.css")) {
            css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        int dark = css.indexOf("prefers-color-scheme: dark");
        check(colors(css.substring(0, dark)));
        check(colors(css.substring(dark, css.indexOf("box-sizing"))));
    }

    private static Map<String, Integer> colors(String css) {
        Map<String, Integer> colors = new HashMap<>();
        Matcher matcher = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});").matcher(css);
        while (matcher.find()) {
            colors.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
        }
        return colors;
    }

    private static void check(Map<String, Integer> colors) {
        for (String[] pair : PAIRS) {
            double a = luminance(colors.get(pair[0]));
            double b = luminance(colors.get(pair[1]));
            double contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            assertThat(contrast).as(pair[0] + " on " + pair[1]).isGreaterThanOrEqualTo(4.5);
        }
    }

    private static double luminance(int rgb) {
        double sum = 0;
        double[] weights = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < 3; i++) {
            double channel = ((rgb >> (16 - 8 * i)) & 0xFF) / 255.0;
            sum += weights[i] * (channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
