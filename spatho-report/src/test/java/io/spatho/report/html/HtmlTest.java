package io.spatho.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {

    @Test
    void escapesTextAndAttributeValues() {
        Html html = Html.element("p").attribute("title", "\"'<>&").text("<b>&amp;\"'</b>");
        assertThat(html.toString().strip())
                .isEqualTo("<p title=\"&quot;&#39;&lt;&gt;&amp;\">&lt;b&gt;&amp;amp;&quot;&#39;&lt;/b&gt;</p>");
    }

    @Test
    void keepsTextAndChildrenInOrder() {
        Html html =
                Html.element("span").text("a").add(Html.element("i").text("b")).text("c");
        assertThat(html.toString()).isEqualTo("<span>a<i>b</i>c</span>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"script", "style", "iframe", "SCRIPT", "meta", "link", "foreignObject", "p onclick", "", "a>b"})
    void refusesElements(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Html.element(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"onclick", "onLoad", "style", "srcdoc", "formaction", "a b", "x=\"", "target"})
    void refusesAttributes(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Html.element("p").attribute(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)", "https://example.org", "//example.org", "/etc/passwd", "../up", "a/../b",
                        "data:text/html,x",
                "data:image/svg+xml;base64,x", " #a", "#a b", "a?b", "file:x", "a\\b", ""
            })
    void refusesReferencesThatLeadOutOfTheRun(String reference) {
        assertThatIllegalArgumentException().isThrownBy(() -> Html.element("a").attribute("href", reference));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#evidence", "#ev_0a", "analysis/qc.json", "case.h5ad", "data:image/png;base64,AAAA"})
    void acceptsReferencesWithinTheRun(String reference) {
        assertThat(Html.element("a").attribute("href", reference).toString()).contains("\"" + reference + "\"");
    }

    @Test
    void neverShortensPictures() {
        String picture = "data:image/png;base64," + "A".repeat(20_000);
        assertThat(Html.element("image").attribute("href", picture).toString()).contains(picture);
    }
}
