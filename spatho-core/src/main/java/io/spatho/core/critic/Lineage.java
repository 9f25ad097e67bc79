package io.spatho.core.critic;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wide kind of cell or tissue that a label's words name, whoever wrote the label; the first kind with a word in the label
 * counts. A word is found at the beginning of a word only, so that {@code epithelial} is no {@code endothelial}.
 */
enum Lineage {
    PLASMA("immune", "plasma cell", "plasmablast", "plasmacyte"),
    B_CELL("immune", "b cell", "b-cell", "germinal", "follicular b"),
    NK("immune", "nk cell", "natural killer", "ilc1", "ilc2", "ilc3", "innate lymphoid"),
    T_CELL("immune", "t cell", "t-cell", "cd4", "cd8", "treg", "regulatory t", "tem ", "tcm ", "mait", "gamma delta"),
    MYELOID(
            "immune",
            "macrophage",
            "monocyte",
            "myeloid",
            "dendritic",
            "dc ",
            "dc1",
            "dc2",
            "dc3",
            "pdc",
            "neutrophil",
            "mast cell",
            "granulocyte",
            "kupffer",
            "microglia"),
    IMMUNE("immune", "immune", "lymphoid", "lymphocyte", "inflam", "leukocyte", "tls", "tertiary"),
    ENDOTHELIAL("vascular", "endothel", "vascular", "vessel", "blood vessel", "pericyte"),
    STROMA(
            "stroma",
            "stroma",
            "fibro",
            "caf",
            "collagen",
            "smooth muscle",
            "muscle",
            "desmoplas",
            "adipos",
            "mesenchym"),
    EPITHELIAL(
            "epithelium",
            "tumor",
            "tumour",
            "carcinoma",
            "cancer",
            "malignan",
            "dcis",
            "invasive",
            "epithel",
            "enterocyte",
            "goblet",
            "luminal",
            "basal",
            "hepatocyte",
            "ductal",
            "gland",
            "keratinocyte");

    private final String family;
    private final String words;

    Lineage(String family, String... words) {
        this.family = family;
        this.words = String.join("|", words);
    }

    /** Epithelium, stroma, vascular or immune. */
    String family() {
        return family;
    }

    boolean isImmune() {
        return family.equals("immune");
    }

    /** The kind that a label names, if it names one. */
    static Optional<Lineage> of(String label) {
        String text = " " + label.toLowerCase(Locale.ROOT).replaceAll("[_/,;:()+]+", " ") + " ";
        for (Lineage lineage : values()) {
            if (Stream.of(lineage.words.split("\\|", -1)).anyMatch(word -> text.contains(" " + word))) {
                return Optional.of(lineage);
            }
        }
        return Optional.empty();
    }
}
