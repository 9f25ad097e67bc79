package io.spatho.report.html;

import io.spatho.report.text.PlainText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A piece of markup that is being put together. The only way for text to get in is {@link #text}, {@link #ofText} and the values of
 * {@link #attribute}, and all of them escape; there is no way to add markup as a string.
 *
 * <p>Names of elements and attributes are constants of this code and are checked: no scripts, styles, frames, forms or event
 * handlers. References lead to places in the page, to files beside it or to pictures held in the page, never elsewhere.
 *
 * <p>Failure: {@link IllegalArgumentException} for a name or reference that is not allowed, which is a programming mistake.
 */
public final class Html {

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*(-[a-z0-9]+)*");
    private static final Set<String> REFUSED_ELEMENTS = Set.of(
            "applet",
            "base",
            "embed",
            "foreignobject",
            "form",
            "frame",
            "iframe",
            "link",
            "meta",
            "object",
            "script",
            "style",
            "template");
    private static final Set<String> REFUSED_ATTRIBUTES =
            Set.of("action", "formaction", "srcdoc", "srcset", "style", "background", "ping", "target");
    private static final Set<String> EMPTY_ELEMENTS = Set.of("br", "col", "hr", "img", "input", "wbr");
    private static final Set<String> LINE_ELEMENTS = Set.of(
            "caption",
            "dd",
            "dl",
            "div",
            "figure",
            "figcaption",
            "g",
            "h1",
            "h2",
            "h3",
            "header",
            "footer",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "path",
            "section",
            "svg",
            "table",
            "tbody",
            "thead",
            "tr",
            "ul");
    private static final Pattern PLACE = Pattern.compile("#[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final String PNG = "data:image/png;base64,";
    private static final String JPEG = "data:image/jpeg;base64,";

    private final String name;
    private final StringBuilder attributes = new StringBuilder();
    private final List<Object> children = new ArrayList<>();

    private Html(String name) {
        this.name = name;
    }

    /** An element. */
    public static Html element(String name) {
        if (!NAME.matcher(name).matches() || REFUSED_ELEMENTS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("element not allowed: " + name);
        }
        return new Html(name);
    }

    /** An element of a class. */
    public static Html element(String name, String styleClass) {
        return element(name).attribute("class", styleClass);
    }

    /** Pieces in sequence, without an element around them. */
    public static Html group(Html... pieces) {
        return new Html("").add(pieces);
    }

    /** Text alone. */
    public static Html ofText(String text) {
        return new Html("").text(text);
    }

    /** Whether a path can be a link to a file beside the page. */
    public static boolean isLinkable(String path) {
        return FILE.matcher(path).matches();
    }

    /** Adds an attribute; its value is escaped. */
    public Html attribute(String key, String value) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (name.isEmpty()
                || !NAME.matcher(key).matches()
                || lower.startsWith("on")
                || REFUSED_ATTRIBUTES.contains(lower)) {
            throw new IllegalArgumentException("attribute not allowed: " + key);
        }
        if ((lower.equals("href") || lower.equals("src")) && !isSafeReference(value)) {
            throw new IllegalArgumentException("reference not allowed: " + PlainText.shorten(value, 80));
        }
        attributes.append(' ').append(key).append("=\"");
        boolean isPicture = value.startsWith(PNG) || value.startsWith(JPEG);
        escape(isPicture || lower.equals("d") ? value : PlainText.clean(value), attributes);
        attributes.append('"');
        return this;
    }

    private static boolean isSafeReference(String value) {
        return PLACE.matcher(value).matches()
                || FILE.matcher(value).matches()
                || value.startsWith(PNG)
                || value.startsWith(JPEG);
    }

    /** Adds text, escaped. */
    public Html text(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        escape(PlainText.clean(text), escaped);
        children.add(escaped.toString());
        return this;
    }

    /** Adds pieces at the end. */
    public Html add(Html... pieces) {
        return add(List.of(pieces));
    }

    /** Adds pieces at the end. */
    public Html add(Collection<Html> pieces) {
        children.addAll(pieces);
        return this;
    }

    private static void escape(String text, StringBuilder target) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> target.append("&amp;");
                case '<' -> target.append("&lt;");
                case '>' -> target.append("&gt;");
                case '"' -> target.append("&quot;");
                case '\'' -> target.append("&#39;");
                default -> target.append(c);
            }
        }
    }

    void writeTo(StringBuilder page) {
        if (!name.isEmpty()) {
            page.append('<').append(name).append(attributes).append('>');
        }
        for (Object child : children) {
            if (child instanceof Html piece) {
                piece.writeTo(page);
            } else {
                page.append(child);
            }
        }
        if (!name.isEmpty() && !EMPTY_ELEMENTS.contains(name)) {
            page.append("</").append(name).append('>');
            if (LINE_ELEMENTS.contains(name)) {
                page.append('\n');
            }
        }
    }

    /** The markup. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        writeTo(text);
        return text.toString();
    }
}
