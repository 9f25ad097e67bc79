package io.spatho.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.report.content.Claim;
import io.spatho.report.content.Detail;
import io.spatho.report.content.Findings;
import io.spatho.report.content.Provenance;
import io.spatho.report.content.Remarks;
import io.spatho.report.content.ReportInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRendererTest {

    private static final Detail QUICK = new Detail(500, 0.5, 100_000);
    private static final Pattern REFERENCE = Pattern.compile(" (?:href|src)=\"([^\"]*)\"");
    private static final Pattern PLACE = Pattern.compile(" id=\"([^\"]*)\"");

    @TempDir
    Path folder;

    private static String page(ReportInput input) {
        return new String(ReportRenderer.render(input, QUICK), StandardCharsets.UTF_8);
    }

    private static List<String> all(Pattern pattern, String page) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static ReportInput with(ReportInput input, List<Claim> claims) {
        Findings findings = input.findings();
        return new ReportInput(
                input.run(),
                input.subject(),
                new Findings(findings.evidence(), claims, findings.verdicts(), findings.guardrails()),
                input.provenance(),
                input.remarks(),
                input.store(),
                input.underlay());
    }

    @Test
    void showsTheSectionsOfAWholeRunInOrder() {
        String page = page(MadeRun.of(folder, 1500, 20, true));
        List<String> headings = all(Pattern.compile("<h2 id=\"([a-z-]+)-heading\">"), page);
        assertThat(headings)
                .containsExactly(
                        "claims",
                        "map",
                        "embedding-map",
                        "quality",
                        "clusters",
                        "composition",
                        "spatial",
                        "neighbourhoods",
                        "regions",
                        "stgpt",
                        "mechanism",
                        "evidence",
                        "guardrails",
                        "review",
                        "plan",
                        "methods",
                        "provenance");
        assertThat(page).contains("Models give evidence, never a diagnosis.");
    }

    @Test
    void givesTheSameBytesForTheSameInputInAnyLocale() {
        byte[] first = ReportRenderer.render(MadeRun.of(folder.resolve("a"), 1500, 20, true));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("hi-IN-u-nu-deva"));
            assertThat(ReportRenderer.render(MadeRun.of(folder.resolve("b"), 1500, 20, true)))
                    .isEqualTo(first);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void allowsNothingButItsOwnStyleAndScript() throws Exception {
        String page = page(MadeRun.of(folder, 400, 8, true));
        Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]+)\"")
                .matcher(page);
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1))
                .startsWith("default-src 'none'; img-src data:;")
                .doesNotContain("unsafe");
        for (String element : List.of("style", "script")) {
            String open = "<" + element + ">";
            assertThat(page.indexOf(open)).isPositive().isEqualTo(page.lastIndexOf("<" + element));
            String content = page.substring(page.indexOf(open) + open.length(), page.indexOf("</" + element + ">"));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            assertThat(policy.group(1))
                    .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
    }

    @Test
    void refersToNothingOutsideTheRun() {
        String page = page(MadeRun.of(folder, 400, 8, true));
        Set<String> places = new HashSet<>(all(PLACE, page));
        assertThat(all(PLACE, page)).doesNotHaveDuplicates();
        for (String reference : all(REFERENCE, page)) {
            if (reference.startsWith("#")) {
                assertThat(places).contains(reference.substring(1));
            } else if (!reference.startsWith("data:")) {
                assertThat(reference).doesNotContain(":").doesNotStartWith("/").doesNotContain("..");
            }
        }
        assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("@import");
    }

    @Test
    void isWellFormedAndLabelled() throws Exception {
        PageTree tree = PageTree.of(page(MadeRun.of(folder, 400, 8, true)));
        assertThat(tree.elements()).contains("main", "nav", "header", "footer");
        assertThat(tree.count(
                        "svg",
                        element -> element.getAttribute("role").equals("img")
                                && element.getElementsByTagName("title").getLength() == 0))
                .isZero();
        assertThat(tree.count(
                        "svg",
                        element -> element.getAttribute("role").isEmpty()
                                && !element.getAttribute("aria-hidden").equals("true")))
                .isZero();
        assertThat(tree.count(
                        "table",
                        element -> element.getElementsByTagName("caption").getLength() != 1))
                .isZero();
        assertThat(tree.count("th", element -> element.getAttribute("scope").isEmpty()))
                .isZero();
        assertThat(tree.count("h1", element -> true)).isEqualTo(1);
    }

    @Test
    void leadsFromEverySentenceToItsEvidence() {
        ReportInput input = MadeRun.of(folder, 400, 8, true);
        String id = input.findings().evidence().get(3).id();
        String page = page(with(input, List.of(new Claim("A sentence with support.", List.of(id)))));
        assertThat(page)
                .contains("A sentence with support.")
                .contains("href=\"#" + id + "\"")
                .contains("id=\"" + id + "\"");
    }

    @Test
    void dropsSentencesWithoutEvidence() {
        ReportInput input = MadeRun.of(folder, 400, 8, true);
        String known = input.findings().evidence().get(0).id();
        String page = page(with(
                input,
                List.of(
                        new Claim("Founded.", List.of(known)),
                        new Claim("Unfounded one.", List.of()),
                        new Claim("Unfounded two.", List.of("ev_" + "0".repeat(32))),
                        new Claim("Half founded.", List.of(known, "ev_" + "1".repeat(32))))));
        assertThat(page).contains("Founded.", "3 further sentences named no evidence");
        assertThat(page).doesNotContain("Unfounded").doesNotContain("Half founded");
    }

    @Test
    void marksWhatAModelHadAPartIn() {
        String page = page(MadeRun.of(folder, 400, 8, true));
        assertThat(page).containsPattern("Region embeddings by stGPT</h3>\\s*<span class=\"badge model\">");
        assertThat(page).containsPattern("Structures and regions</h3>\\s*<span class=\"badge measured\">");
        String measured = page(MadeRun.of(folder.resolve("plain"), 400, 8, false));
        String main = measured.substring(measured.indexOf("</nav>"));
        assertThat(main).doesNotContain("<h3>Region embeddings by stGPT");
        assertThat(main).contains("<ol class=\"claims\">");
        assertThat(main.substring(main.indexOf("<ol class=\"claims\">"), main.indexOf("</ol>")))
                .doesNotContain("badge model");
    }

    @Test
    void saysWhatWasNotMadeAndWhy() {
        String page = page(MadeRun.of(folder, 400, 8, false));
        assertThat(page)
                .contains(
                        "Region embeddings by stGPT: not made in this run. ",
                        "Embedding by stGPT: not made in this run. ")
                .contains("No checkpoint was given and training on the case was switched off.")
                .contains("principal components of expression");
    }

    @Test
    void rendersARunThatMadeNothing() {
        ReportInput input = MadeRun.of(folder, 400, 8, false);
        String page = page(new ReportInput(
                input.run(),
                input.subject(),
                new Findings(List.of(), List.of(), List.of(), List.of()),
                new Provenance(List.of(), List.of(), List.of(), List.of()),
                new Remarks(List.of(), List.of()),
                input.store(),
                Optional.empty()));
        assertThat(page)
                .contains("Tissue map: not made in this run.", "Quality control: not made in this run.")
                .contains("Regions: not made in this run.", "The run found no evidence.");
    }

    @Test
    void namesAnEmbeddingByWhatMadeIt() {
        ReportInput input = MadeRun.of(folder, 400, 8, false);
        Artifact main = input.store()
                .table(
                        "regions/region_embeddings.parquet",
                        Origin.MEASURED,
                        input.store().readTable("regions/region_pca_embeddings.parquet"));
        List<Artifact> artifacts = new ArrayList<>(input.provenance().artifacts());
        artifacts.add(main);
        Provenance provenance = input.provenance();
        String page = page(new ReportInput(
                input.run(),
                input.subject(),
                input.findings(),
                new Provenance(provenance.inputs(), provenance.toolCalls(), artifacts, provenance.models()),
                input.remarks(),
                input.store(),
                input.underlay()));
        assertThat(page)
                .containsPattern(
                        "Region embeddings by principal components of expression</h3>\\s*<span class=\"badge measured\">")
                .doesNotContain("<h3>Region embeddings by stGPT")
                .doesNotContain("transformer over genes");
    }

    @Test
    void limitsTheEvidenceListAndSaysSo() {
        String page = page(MadeRun.of(folder, 2600, 560, true));
        int rows = all(Pattern.compile("<tr id=\"(ev_[0-9a-f]{32})\">"), page).size();
        assertThat(rows).isEqualTo(Detail.FULL.tableRows());
        assertThat(page).containsPattern("Showing 500 of 5[0-9]{2} pieces of evidence");
        for (String reference : all(REFERENCE, page)) {
            if (reference.startsWith("#ev_")) {
                assertThat(page).contains("<tr id=\"" + reference.substring(1) + "\"");
            }
        }
    }

    @Test
    void staysWithinItsSizeWithManyCellsAndRegions() {
        assertThat(ReportRenderer.render(MadeRun.of(folder, 60_000, 150, true)).length)
                .isLessThanOrEqualTo(ReportRenderer.LARGEST);
    }
}
