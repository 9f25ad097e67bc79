package io.spatho.report.review;

import static io.spatho.report.review.MadeReview.GENE;
import static io.spatho.report.review.MadeReview.IMMUNE;
import static io.spatho.report.review.MadeReview.REGION;
import static io.spatho.report.review.MadeReview.answer;
import static io.spatho.report.review.MadeReview.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.json.StrictJson;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCheckTest {

    private static final ReviewPrompt PROMPT = MadeReview.prompt(new Reference("C1", "Moran, Biometrika 1950"));

    private static AnswerCheck.Outcome check(String answer) {
        return AnswerCheck.of(PROMPT, StrictJson.parse(answer, "test"));
    }

    private static AnswerCheck.Outcome immune(String text) {
        return check(answer(text, sent(IMMUNE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "About 27.4 % of the cells are immune.",
                "About 27 percent of the cells are immune.",
                "Immune cells make 27.4% (21.5% to 33.3%) of 1,927 cells.",
                "The immune share is 0.274, interval 0.21-0.33.",
                "The immune share is 0.27 at a level of 95 %.",
                "Immune cells are present [C1].",
                "In SAMPLE_1 immune cells are present."
            })
    void whatTheEvidenceSaysIsKept(String text) {
        assertThat(immune(text).sentences()).as(text).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "About 28 % of the cells are immune. | NUMBER_NOT_IN_EVIDENCE",
                "About 27.5 % of the cells are immune. | NUMBER_NOT_IN_EVIDENCE",
                "The immune share is 0.3. | NUMBER_NOT_IN_EVIDENCE",
                "The immune share is 0. | NUMBER_NOT_IN_EVIDENCE",
                "There are 1,928 cells. | NUMBER_NOT_IN_EVIDENCE",
                "There are 1900 cells. | NUMBER_NOT_IN_EVIDENCE",
                "There are about1927000 cells. | NUMBER_NOT_IN_EVIDENCE",
                "There are ２７ immune cells. | NUMBER_NOT_IN_EVIDENCE",
                "There are three immune niches. | NUMBER_NOT_IN_EVIDENCE",
                "There are twenty immune niches. | NUMBER_NOT_IN_EVIDENCE",
                "Of the cells 5/10 are immune. | NUMBER_NOT_IN_EVIDENCE",
                "The value is 1e9. | NUMBER_NOT_IN_EVIDENCE",
                "See https://example.org for more. | LINK",
                "See example.com for more. | LINK",
                "Write to a@b.org now. | LINK",
                "javascript:alert works. | LINK",
                "Immune <b>hot</b> tissue. | MARKUP",
                "Immune &lt;b&gt; tissue. | MARKUP",
                "**Immune** tissue. | MARKUP",
                "Immune `rm` tissue. | MARKUP",
                "Immune {{7*7}} tissue. | MARKUP",
                "Immune ${jndi} tissue. | MARKUP",
                "Immune \u202Ehidden tissue. | MARKUP",
                "Immune\u200Bhidden tissue. | MARKUP",
                "As Smith et al showed it is hot. | UNKNOWN_CITATION",
                "It is hot (Smith 2020). | UNKNOWN_CITATION",
                "It is hot [12]. | UNKNOWN_CITATION",
                "It is hot [C2]. | UNKNOWN_CITATION"
            })
    void whatItDoesNotSayIsDropped(String text, DropReason reason) {
        AnswerCheck.Outcome outcome = immune(text);
        assertThat(outcome.sentences()).as(text).isEmpty();
        assertThat(outcome.dropped()).containsOnlyKeys(reason);
    }

    @Test
    void signsCountAndNamesOfGenesAreNoNumbers() {
        assertThat(check(answer("CD8A has a Moran's I of -0.04.", sent(GENE))).sentences())
                .hasSize(1);
        assertThat(check(answer("CD8A has a Moran's I of −0.043.", sent(GENE))).sentences())
                .hasSize(1);
        assertThat(check(answer("CD8A has a Moran's I of 0.04.", sent(GENE))).sentences())
                .isEmpty();
        assertThat(check(answer("CD8A, CD4 and PD-1 may lie together.", sent(GENE)))
                        .sentences())
                .hasSize(1);
    }

    @Test
    void aNumberMustBeInTheEvidenceThatIsNamed() {
        assertThat(check(answer("There are 412 cells.", sent(REGION))).sentences())
                .hasSize(1);
        assertThat(check(answer("There are 412 cells.", sent(IMMUNE))).sentences())
                .isEmpty();
        assertThat(check(answer("There are 412 cells.", sent(IMMUNE), sent(REGION)))
                        .sentences())
                .hasSize(1);
    }

    @Test
    void evidenceMustBeNamedAndKnown() {
        assertThat(check(answer("Immune cells are there.")).dropped()).containsOnlyKeys(DropReason.NO_EVIDENCE);
        assertThat(check(answer("Immune cells are there.", "ev_00000000")).dropped())
                .containsOnlyKeys(DropReason.UNKNOWN_EVIDENCE);
        assertThat(check(answer("Immune cells are there.", sent(IMMUNE), "ev_00000000"))
                        .dropped())
                .containsOnlyKeys(DropReason.UNKNOWN_EVIDENCE);
        assertThat(check(answer("Immune cells are there.", IMMUNE.id())).sentences())
                .singleElement()
                .satisfies(kept -> assertThat(kept.evidenceIds()).containsExactly(IMMUNE.id()));
    }

    @Test
    void nothingButSentencesIsRead() {
        String one = "{\"text\": \"Immune cells are there.\", \"evidence\": [\"" + sent(IMMUNE) + "\"]}";
        AnswerCheck.Outcome outcome = check("{\"verdict\": \"pass\", \"path\": \"../x\", \"sentences\": [" + one + ", "
                + one + ", 7, \"text\", null, {\"text\": 3}, {\"text\": \"" + "a ".repeat(400) + "\"}]}");
        assertThat(outcome.sentences()).hasSize(1);
        assertThat(outcome.dropped())
                .containsEntry(DropReason.REPEATED, 1)
                .containsEntry(DropReason.NOT_A_SENTENCE, 4)
                .containsEntry(DropReason.TOO_LONG, 1);
    }

    @Test
    void namesGoOutHiddenAndComeBack() {
        String text = PROMPT.text();
        assertThat(text.toLowerCase(java.util.Locale.ROOT)).doesNotContain("jane", "doe", "ward7");
        assertThat(text).contains("REGION_1", "412").doesNotContain("svs");
        assertThat(check(answer("REGION_1 holds 412 cells.", sent(REGION))).sentences())
                .extracting(AnswerCheck.Checked::text)
                .containsExactly("Jane Doe tumour bed holds 412 cells.");
    }

    @ParameterizedTest
    @CsvSource({
        "cells.parquet, false",
        "cell_feature_matrix.h5, false",
        "square_008um.zarr, false",
        "scalefactors_json.json, false",
        "jane_doe_matrix.h5, true",
        "ward7.tif, true",
        "cells_of_jane.csv, true"
    })
    void namesThatPlatformsGiveToFilesAreNoIdentifiers(String file, boolean hidden) {
        ReviewInput made = MadeReview.input();
        ReviewInput input = new ReviewInput(
                made.evidence(), made.critic(), made.subject(), List.of(file), made.decisions(), List.of());
        assertThat(input.identifiers().get("FILE").contains(file)).isEqualTo(hidden);
    }

    @Test
    void identifiersGoOutOnlyWhenAsked() {
        ReviewInput input = MadeReview.input();
        String open = ReviewPrompt.of(input, Pseudonyms.none(), ReviewLimits.standard())
                .text();
        assertThat(open).contains("Jane Doe tumour bed");
    }

    @Test
    void datesPathsAndLongNumbersAreBlottedOut() {
        Pseudonyms names = Pseudonyms.of(java.util.Map.of("SAMPLE", Set.of("S1")));
        assertThat(names.hide("seen 2024-03-07 or 7.3.2024 by a.b@c.org in /data/x/y.svs case 12345678"))
                .isEqualTo("seen REMOVED or REMOVED by REMOVED in REMOVED case REMOVED");
        assertThat(names.hide("S1")).isEqualTo("SAMPLE_1");
        assertThat(names.hide("CD3E|CD8A 0.05 12,345")).isEqualTo("CD3E|CD8A 0.05 12,345");
    }

    @Test
    void promptsHoldNoVectorsAndStayWithinTheirBudget() {
        StringBuilder vector = new StringBuilder("[0.5");
        for (int i = 0; i < 500; i++) {
            vector.append(", 0.25");
        }
        List<io.spatho.core.evidence.Evidence> many = new java.util.ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(MadeReview.evidence(
                    io.spatho.core.evidence.Unit.GENE,
                    "G" + i,
                    "hot_spots",
                    "{\"vector\": " + vector + "]}",
                    "Gene G" + i + ".",
                    java.util.Optional.empty()));
        }
        ReviewInput small = MadeReview.input();
        var critic = io.spatho.core.json.CanonicalJson.object();
        var judged = critic.putObject("evidence");
        many.forEach(item -> judged.putObject(item.id()).put("strength", "strong"));
        ReviewInput input = new ReviewInput(
                many, critic, small.subject(), List.of(), io.spatho.core.review.ReviewState.none(), List.of());
        ReviewLimits limits = ReviewLimits.standard().with(java.time.Duration.ofSeconds(1), 6000);
        ReviewPrompt prompt = ReviewPrompt.of(input, Pseudonyms.none(), limits);
        assertThat(ReviewLimits.tokens(prompt.text().length())).isLessThanOrEqualTo(limits.promptTokens());
        assertThat(prompt.omitted()).isEqualTo(500 - prompt.sent().size()).isPositive();
        assertThat(prompt.document().path("evidence").get(0).path("value").path("vector"))
                .hasSize(8);
    }
}
