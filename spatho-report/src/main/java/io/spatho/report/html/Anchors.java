package io.spatho.report.html;

import io.spatho.core.fingerprint.Fingerprint;
import java.util.regex.Pattern;

/** Names of places in a page, made from names that come from data. */
public final class Anchors {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Anchors() {}

    /** The place of {@code name} among those of one kind; names with unusual characters are replaced by their digest. */
    public static String of(String kind, String name) {
        String rest = PLAIN.matcher(name).matches()
                ? name
                : Fingerprint.ofText(name).sha256().substring(0, 24);
        return kind + "-" + rest;
    }
}
