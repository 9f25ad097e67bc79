package io.spatho.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.cli.CommandLineFixture;
import io.spatho.cli.CommandLineFixture.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of a fixture's run as a reader sees it, in a headless Chromium where there is one; skipped where there is none. */
class ReportInBrowserTest {

    private static final String PAUSE = "new Promise(done => setTimeout(done, 500))";

    @TempDir
    static Path shared;

    private static Browser browser;
    private static Path report;
    private static String axe;

    @BeforeAll
    static void run() throws IOException {
        Optional<Path> program = Browser.installed();
        Assumptions.assumeTrue(program.isPresent(), "no Chromium on the path: the report is not looked at");
        Path out = shared.resolve("out");
        Outcome done = CommandLineFixture.spatho("run", "../fixtures/xenium-mini", "-o", out, "--stgpt", "none");
        assertThat(done.exitCode()).as(done.err()).isZero();
        report = out.resolve("report.html");
        browser = Browser.start(program.get(), shared.resolve("profile"));
        try (InputStream in = ReportInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void end() throws IOException {
        if (browser != null) {
            browser.close();
            removeLinks(shared.resolve("profile"));
        }
    }

    /** The browser locks its profile with links that lead out of it. */
    private static void removeLinks(Path profile) throws IOException {
        try (Stream<Path> entries = Files.list(profile)) {
            for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"400, false", "800, false", "1280, false", "1280, true"})
    void noWidthHidesAnythingOrBreaksARuleOfAccess(int width, boolean isDark) throws InterruptedException {
        Page page = browser.page(width, 900);
        (isDark ? page.dark() : page).open(report);
        assertThat(page.errors()).isEmpty();
        assertThat(page.value("document.scrollingElement.scrollWidth").asInt())
                .as("the page is no wider than its window")
                .isLessThanOrEqualTo(width);
        page.value("document.querySelectorAll('details').forEach(part => { part.open = true; })");
        page.value(axe + "; 0");
        JsonNode found = page.value("axe.run(document, { resultTypes: ['violations'] })"
                + ".then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))");
        assertThat(found).as("rules of axe-core").isEmpty();
    }

    @Test
    void everySentenceLeadsToItsEvidence() throws InterruptedException {
        Page page = browser.page(1280, 900).open(report);
        assertThat(page.value("document.querySelectorAll('.claims > li').length")
                        .asInt())
                .isGreaterThan(3);
        assertThat(page.value("[...document.querySelectorAll('.claims > li')]"
                                + ".filter(claim => !claim.querySelector('a.evidence-id')).length")
                        .asInt())
                .as("claims without evidence")
                .isZero();
        assertThat(page.value("[...document.querySelectorAll('a[href^=\"#\"]')].map(link => link.hash.slice(1))"
                        + ".filter(id => id && !document.getElementById(id))"))
                .as("links that lead nowhere")
                .isEmpty();
        page.value("document.querySelector('.claims a.evidence-id').click()");
        page.value(PAUSE);
        JsonNode row = page.value("(() => { const row = document.getElementById(location.hash.slice(1));"
                + " const box = row.getBoundingClientRect();"
                + " return { top: box.top, height: innerHeight, words: row.textContent }; })()");
        assertThat(row.path("top").asDouble())
                .as("a press shows the row of the evidence")
                .isBetween(0.0, row.path("height").asDouble());
        assertThat(row.path("words").asText()).hasSizeGreaterThan(20);
    }

    @Test
    void theMapShowsTissueInTheColoursOfItsLegend() throws InterruptedException, IOException {
        Page page = browser.page(1280, 900).open(report);
        Map<Integer, Integer> colors = colors(page.picture("#map svg.tissue"));
        JsonNode legend = page.value("[...document.querySelectorAll('#map .legend[data-map] li')]"
                + ".map(item => parseInt(item.dataset.color.slice(1), 16))");
        assertThat(legend.size()).isGreaterThan(2);
        int painted = 0;
        for (JsonNode color : legend) {
            assertThat(colors).as("pixels of each legend colour").containsKey(color.asInt());
            painted += colors.get(color.asInt());
        }
        int all = colors.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(painted).as("pixels of tissue").isGreaterThan(all / 10);
        page.value("document.querySelector('#map .legend button').click()");
        page.value(PAUSE);
        Map<Integer, Integer> one = colors(page.picture("#map svg.tissue"));
        assertThat(one.get(legend.get(0).asInt())).isGreaterThan(0);
        assertThat(one.getOrDefault(legend.get(1).asInt(), 0))
                .as("the other colours are dimmed")
                .isLessThan(colors.get(legend.get(1).asInt()) / 2);
    }

    @Test
    void theKeyboardEnlargesAMap() throws InterruptedException {
        Page page = browser.page(1280, 900).open(report);
        String before = page.value("document.querySelector('#map svg.tissue').getAttribute('viewBox')")
                .asText();
        page.value("document.querySelector('#map svg.tissue').focus()");
        page.press("+");
        assertThat(page.value("document.querySelector('#map svg.tissue').getAttribute('viewBox')")
                        .asText())
                .isNotEqualTo(before);
        page.press("0");
        assertThat(page.value("document.querySelector('#map svg.tissue').getAttribute('viewBox')")
                        .asText())
                .isEqualTo(before);
    }

    @Test
    void withScriptsOffEverythingIsStillThere() throws InterruptedException, IOException {
        Page page = browser.page(1280, 900).withoutScripts().open(report);
        String html = page.html();
        assertThat(html).doesNotContain("class=\"scripted\"").contains("What was found");
        String plain = Files.readString(report, StandardCharsets.UTF_8);
        int sentences = plain.split("class=\"sentence\"", -1).length;
        assertThat(html.split("class=\"sentence\"", -1)).hasSize(sentences);
        byte[] pdf = page.pdf();
        assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
        assertThat(new String(pdf, StandardCharsets.ISO_8859_1).split("/Type /Page\\b", -1))
                .as("printed pages")
                .hasSizeGreaterThan(3);
    }

    private static Map<Integer, Integer> colors(BufferedImage picture) {
        Map<Integer, Integer> colors = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                colors.merge(picture.getRGB(x, y) & 0xffffff, 1, Integer::sum);
            }
        }
        return colors;
    }
}
