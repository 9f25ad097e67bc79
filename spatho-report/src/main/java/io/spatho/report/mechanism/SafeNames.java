package io.spatho.report.mechanism;

import io.spatho.core.evidence.Evidence;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names from data that may stand in a sentence. They come from files, so that a name which is not one word for a gene, or at most
 * three plain words for a compartment, is left out of the text: nobody can write a sentence of the report through a name.
 */
final class SafeNames {

    private static final Pattern GENE = Pattern.compile("[A-Za-z][A-Za-z0-9]{1,14}(?:[-.][A-Za-z0-9]{1,8})?");
    private static final Pattern COMPARTMENT =
            Pattern.compile("[A-Za-z][A-Za-z0-9+-]{0,19}(?:[ _][A-Za-z0-9][A-Za-z0-9+-]{0,19}){0,2}");
    private static final Pattern LOADED = Pattern.compile(
            "(?i).*(diagnos|treat|therap|prescri|patient|malignan|benign|carcinom|sarcom|lymphoma|melanom|cancer|tumou?r"
                    + "|should|must|prognos|surviv|ignore|instruct|turn).*");

    private static final Set<String> PLACEHOLDERS = Set.of("unknown", "unassigned", "none", "na", "nan", "mixed");

    private SafeNames() {}

    static boolean isGene(String name) {
        return GENE.matcher(name).matches() && !LOADED.matcher(name).matches();
    }

    static boolean isCompartment(String name) {
        return COMPARTMENT.matcher(name).matches()
                && !LOADED.matcher(name).matches()
                && !PLACEHOLDERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** A compartment as people read it. */
    static String words(String compartment) {
        return compartment.replace('_', ' ');
    }

    /** The label of a cluster, from evidence on its name; empty when it has none that may be told. */
    static String label(Evidence annotation) {
        String label = annotation.statement().value().path("label").asText();
        return isCompartment(label) ? label : "";
    }
}
