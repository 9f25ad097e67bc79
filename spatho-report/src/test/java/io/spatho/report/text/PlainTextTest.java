package io.spatho.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void leavesOrdinaryTextAsItIs() {
        assertThat(PlainText.clean("β-actin · 5 µm – Ärzte 細胞 𝛼")).isEqualTo("β-actin · 5 µm – Ärzte 細胞 𝛼");
    }

    @Test
    void showsInvisibleCharactersByTheirCode() {
        assertThat(PlainText.clean("a\u202Eb\u200Bc\u001B[31m\u0000"))
                .isEqualTo("a⟨U+202E⟩b⟨U+200B⟩c⟨U+001B⟩[31m⟨U+0000⟩");
        assertThat(PlainText.clean("\uD83D!")).isEqualTo("⟨U+D83D⟩!");
        assertThat(PlainText.clean("\uDB40\uDC01")).isEqualTo("⟨U+E0001⟩");
    }

    @Test
    void turnsLineEndsIntoSpaces() {
        assertThat(PlainText.clean("a\nb\tc\rd")).isEqualTo("a b c d");
    }

    @Test
    void cutsLongTextBetweenCodePoints() {
        assertThat(PlainText.shorten("𝛼𝛽𝛾", 2)).isEqualTo("𝛼𝛽…");
        String cut = PlainText.clean("x".repeat(1 << 20));
        assertThat(cut).hasSize(PlainText.LONGEST + 1).endsWith("…");
    }

    @Test
    void canAlwaysBeWrittenInUtf8() {
        String text = PlainText.clean("a\uD800b\uDFFFc");
        assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }
}
