package io.spatho.report.map;

import io.spatho.report.content.RegionOutline;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of regions short enough for a map: the number alone where ids are one prefix and a number. */
public final class RegionNames {

    private static final Pattern NUMBERED = Pattern.compile("(\\D*)0*([0-9]+)");
    private static final int LONGEST = 14;

    private final String prefix;

    private RegionNames(String prefix) {
        this.prefix = prefix;
    }

    /** Names for regions. */
    public static RegionNames of(List<RegionOutline> outlines) {
        String common = null;
        for (RegionOutline outline : outlines) {
            Matcher matcher = NUMBERED.matcher(outline.id());
            if (!matcher.matches() || (common != null && !common.equals(matcher.group(1)))) {
                return new RegionNames("");
            }
            common = matcher.group(1);
        }
        return new RegionNames(common == null ? "" : common);
    }

    /** The name of a region on a map. */
    public String of(String id) {
        Matcher matcher = NUMBERED.matcher(id);
        if (!prefix.isEmpty() && matcher.matches()) {
            return matcher.group(2);
        }
        return io.spatho.report.text.PlainText.shorten(id, LONGEST);
    }

    /** How names and ids correspond, for a caption; empty when they are the same. */
    public String explanation(List<RegionOutline> outlines) {
        if (prefix.isEmpty() || outlines.isEmpty()) {
            return "";
        }
        String example = outlines.get(0).id();
        return "The number " + of(example) + " on the map is region " + example + ".";
    }
}
