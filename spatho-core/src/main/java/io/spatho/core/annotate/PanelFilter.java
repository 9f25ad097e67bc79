package io.spatho.core.annotate;

import java.util.Optional;

/**
 * Which rows of PanglaoDB's table make a panel.
 *
 * @param species the species whose markers are kept
 * @param organ the organ whose cell types are kept, compared regardless of case
 * @param least a marker is kept when its sensitivity or its specificity in the species is at least this; 0 keeps all
 */
public record PanelFilter(Optional<Species> species, Optional<String> organ, double least) {

    /** Keeps every row. */
    public static final PanelFilter NONE = new PanelFilter(Optional.empty(), Optional.empty(), 0);

    /** The species of the table. */
    public enum Species {
        /** Homo sapiens. */
        HUMAN("Hs", "human"),
        /** Mus musculus. */
        MOUSE("Mm", "mouse");

        private final String code;
        private final String id;

        Species(String code, String id) {
            this.code = code;
            this.id = id;
        }

        /** The table's own sign. */
        String code() {
            return code;
        }

        /** The name in options and column heads. */
        public String id() {
            return id;
        }
    }

    public PanelFilter {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("a least sensitivity of " + least);
        }
    }

    /** What the filter says, to stand behind the name of a file; empty when it keeps everything. */
    String words() {
        StringBuilder words = new StringBuilder();
        species.ifPresent(kind -> words.append(", ").append(kind.id));
        organ.ifPresent(name -> words.append(", organ ").append(name));
        if (least > 0) {
            words.append(", sensitivity or specificity at least ").append(least);
        }
        return words.toString();
    }
}
