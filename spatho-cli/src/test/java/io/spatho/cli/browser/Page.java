package io.spatho.cli.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/** One page of a {@link Browser}. */
final class Page {

    private final Browser browser;
    private final String session;

    Page(Browser browser, String session, int width, int height) {
        this.browser = browser;
        this.session = session;
        call("Page.enable", Browser.node());
        call("Runtime.enable", Browser.node());
        call("Log.enable", Browser.node());
        prefer("prefers-reduced-motion", "reduce");
        call(
                "Emulation.setDeviceMetricsOverride",
                Browser.node()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    private JsonNode call(String method, ObjectNode parameters) {
        return browser.call(session, method, parameters);
    }

    /** For a reader who prefers dark pages. */
    Page dark() {
        prefer("prefers-color-scheme", "dark");
        return this;
    }

    private void prefer(String feature, String value) {
        ObjectNode media = Browser.node();
        media.putArray("features").addObject().put("name", feature).put("value", value);
        call("Emulation.setEmulatedMedia", media);
    }

    /** With scripts off. */
    Page withoutScripts() {
        call("Emulation.setScriptExecutionDisabled", Browser.node().put("value", true));
        return this;
    }

    /** Opens a file and waits until it has loaded. */
    Page open(Path file) throws InterruptedException {
        long loaded = count("Page.loadEventFired");
        call("Page.navigate", Browser.node().put("url", file.toUri().toString()));
        for (int i = 0; i < 600 && count("Page.loadEventFired") == loaded; i++) {
            Thread.sleep(50);
        }
        return this;
    }

    private long count(String method) {
        return browser.events(session)
                .filter(event -> event.path("method").asText().equals(method))
                .count();
    }

    /** The value of an expression, waited for when it is a promise. */
    JsonNode value(String expression) {
        JsonNode found = call(
                "Runtime.evaluate",
                Browser.node()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        if (found.has("exceptionDetails")) {
            throw new IllegalStateException(found.path("exceptionDetails").toString());
        }
        return found.path("result").path("value");
    }

    /** Errors that the page's script or its loading made. */
    List<String> errors() {
        return browser.events(session)
                .filter(event -> event.path("method").asText().equals("Runtime.exceptionThrown")
                        || event.path("params")
                                .path("entry")
                                .path("level")
                                .asText()
                                .equals("error")
                        || event.path("params").path("type").asText().equals("error"))
                .map(JsonNode::toString)
                .toList();
    }

    /** The words of the document as it stands. */
    String html() {
        int root = call("DOM.getDocument", Browser.node())
                .path("root")
                .path("nodeId")
                .asInt();
        return call("DOM.getOuterHTML", Browser.node().put("nodeId", root))
                .path("outerHTML")
                .asText();
    }

    /** What a reader sees of the first element that a selector finds. */
    BufferedImage picture(String selector) throws IOException {
        JsonNode box = value("(() => { const e = document.querySelector('" + selector + "');"
                + " e.scrollIntoView(); const b = e.getBoundingClientRect();"
                + " return { x: b.x + scrollX, y: b.y + scrollY, width: b.width, height: b.height }; })()");
        ObjectNode clip = Browser.node();
        clip.set("x", box.path("x"));
        clip.set("y", box.path("y"));
        clip.set("width", box.path("width"));
        clip.set("height", box.path("height"));
        clip.put("scale", 1);
        ObjectNode parameters = Browser.node().put("format", "png").put("captureBeyondViewport", true);
        parameters.set("clip", clip);
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder()
                .decode(call("Page.captureScreenshot", parameters).path("data").asText())));
    }

    /** The page as a printer would get it. */
    byte[] pdf() {
        return Base64.getDecoder()
                .decode(call("Page.printToPDF", Browser.node()).path("data").asText());
    }

    /** Presses a key. */
    void press(String key) {
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Browser.node().put("type", type).put("key", key).put("code", key));
        }
    }
}
