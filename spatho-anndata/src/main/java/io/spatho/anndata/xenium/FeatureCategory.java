package io.spatho.anndata.xenium;

import java.util.Locale;
import java.util.Optional;

/** What a feature of a Xenium panel is for; everything but genes tells how much of the signal is not real. */
enum FeatureCategory {
    GENE("gene", "Gene Expression"),
    NEGATIVE_CONTROL_PROBE("negative_control_probe", "Negative Control Probe"),
    NEGATIVE_CONTROL_CODEWORD("negative_control_codeword", "Negative Control Codeword"),
    UNASSIGNED_CODEWORD("unassigned_codeword", "Unassigned Codeword"),
    DEPRECATED_CODEWORD("deprecated_codeword", "Deprecated Codeword"),
    BLANK_CODEWORD("blank_codeword", "Blank Codeword"),
    ANTISENSE("antisense", "Antisense"),
    GENOMIC_CONTROL("genomic_control", "Genomic Control"),
    OTHER("other", "Other");

    private final String id;
    private final String featureType;

    FeatureCategory(String id, String featureType) {
        this.id = id;
        this.featureType = featureType;
    }

    /** The word in tables and facts. */
    String id() {
        return id;
    }

    /** The word in the feature table of a matrix. */
    String featureType() {
        return featureType;
    }

    /** The category of a feature type of the matrix or of a {@code codeword_category} of the transcripts; empty when unknown. */
    static Optional<FeatureCategory> of(String stated) {
        String word = stated.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
        return switch (word) {
            case "gene", "gene_expression", "predesigned_gene", "custom_gene" -> Optional.of(GENE);
            case "negative_control_probe" -> Optional.of(NEGATIVE_CONTROL_PROBE);
            case "negative_control_codeword" -> Optional.of(NEGATIVE_CONTROL_CODEWORD);
            case "unassigned_codeword" -> Optional.of(UNASSIGNED_CODEWORD);
            case "deprecated_codeword" -> Optional.of(DEPRECATED_CODEWORD);
            case "blank", "blank_codeword" -> Optional.of(BLANK_CODEWORD);
            case "antisense", "antisense_probe" -> Optional.of(ANTISENSE);
            case "genomic_control", "genomic_control_probe", "genomic_control_codeword" -> Optional.of(GENOMIC_CONTROL);
            default -> Optional.empty();
        };
    }

    /** The category that a feature's name gives away, as in files without feature types; empty for what may be a gene. */
    static Optional<FeatureCategory> ofName(String name) {
        String start = name.toLowerCase(Locale.ROOT);
        if (start.startsWith("negcontrolprobe_")) {
            return Optional.of(NEGATIVE_CONTROL_PROBE);
        }
        if (start.startsWith("negcontrolcodeword_")) {
            return Optional.of(NEGATIVE_CONTROL_CODEWORD);
        }
        if (start.startsWith("unassignedcodeword_")) {
            return Optional.of(UNASSIGNED_CODEWORD);
        }
        if (start.startsWith("deprecatedcodeword_")) {
            return Optional.of(DEPRECATED_CODEWORD);
        }
        if (start.startsWith("blank_")) {
            return Optional.of(BLANK_CODEWORD);
        }
        if (start.startsWith("antisense_")) {
            return Optional.of(ANTISENSE);
        }
        boolean genomic = start.startsWith("intergenic_region_") || start.startsWith("genomiccontrol");
        return genomic ? Optional.of(GENOMIC_CONTROL) : Optional.empty();
    }
}
