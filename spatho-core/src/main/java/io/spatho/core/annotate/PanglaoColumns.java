package io.spatho.core.annotate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the columns of PanglaoDB's marker table stand.
 *
 * <p>Source: the header of {@code PanglaoDB_markers_27_Mar_2020.tsv}: species, official gene symbol, cell type, nicknames,
 * ubiquitousness index, product description, gene type, canonical marker, germ layer, organ, sensitivity_human, sensitivity_mouse,
 * specificity_human, specificity_mouse. Absent columns cannot be filtered by.
 */
record PanglaoColumns(List<String> header) {

    private static final String GENE = "official gene symbol";
    private static final String TYPE = "cell type";

    /** The columns, if the header is that of PanglaoDB. */
    static Optional<PanglaoColumns> of(List<String> header) {
        List<String> names =
                header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return names.contains(GENE) && names.contains(TYPE) ? Optional.of(new PanglaoColumns(names)) : Optional.empty();
    }

    /** The number of fields up to the last that is read; rows may end early in the numbers behind it. */
    int fewestFields() {
        return Math.max(header.indexOf(GENE), header.indexOf(TYPE)) + 1;
    }

    String gene(List<String> fields) {
        return fields.get(header.indexOf(GENE));
    }

    String cellType(List<String> fields) {
        return fields.get(header.indexOf(TYPE));
    }

    /** Whether a row passes; {@code fault} makes the failure for a field that is no number. */
    boolean passes(List<String> fields, PanelFilter filter, Function<String, RuntimeException> fault) {
        boolean ofSpecies = filter.species()
                .map(species -> List.of(field(fields, "species").split(" ", -1)).contains(species.code()))
                .orElse(true);
        boolean ofOrgan = filter.organ()
                .map(organ -> organ.equalsIgnoreCase(field(fields, "organ")))
                .orElse(true);
        if (!ofSpecies || !ofOrgan) {
            return false;
        }
        String species = filter.species().orElse(PanelFilter.Species.HUMAN).id();
        return filter.least() <= 0
                || number(field(fields, "sensitivity_" + species), fault) >= filter.least()
                || number(field(fields, "specificity_" + species), fault) >= filter.least();
    }

    private String field(List<String> fields, String name) {
        int at = header.indexOf(name);
        return at < 0 || at >= fields.size() ? "" : fields.get(at);
    }

    /** A share; what is not known reaches no least value. */
    private static double number(String field, Function<String, RuntimeException> fault) {
        if (field.isEmpty() || field.equals("NA")) {
            return -1;
        }
        try {
            double value = Double.parseDouble(field);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw fault.apply(field);
        }
        throw fault.apply(field);
    }
}
