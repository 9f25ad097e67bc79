package io.spatho.anndata.tenx;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decimal XML character references (ampersand, hash, digits, semicolon), in which 10x writes what ASCII cannot hold. */
final class XmlCharacters {

    private static final Pattern REFERENCE = Pattern.compile("&#([0-9]{1,7});");

    private XmlCharacters() {}

    static String decode(String text) {
        if (!text.contains("&#")) {
            return text;
        }
        return REFERENCE.matcher(text).replaceAll(match -> {
            int codePoint = Integer.parseInt(match.group(1));
            boolean character = Character.isValidCodePoint(codePoint)
                    && Character.isDefined(codePoint)
                    && !Character.isISOControl(codePoint);
            return Matcher.quoteReplacement(character ? Character.toString(codePoint) : match.group());
        });
    }
}
