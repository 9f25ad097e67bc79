package io.spatho.core.annotate;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.limit.Limit;
import io.spatho.core.text.SeparatedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a user's marker panel from a file.
 *
 * <p>Forms, told apart by the file name: {@code .gmt} (one compartment per line: name, description, genes, separated by tabs, as MSigDB
 * writes it); {@code .csv} or {@code .tsv} (a header line, then one row per gene: compartment, gene; further columns are ignored; a
 * field may be quoted), of which PanglaoDB's table is told by its column {@code official gene symbol}; {@code .yaml} or {@code .yml} (an
 * {@link OrganPack}). Files above {@link Limit#PANEL_BYTES}, names above {@link Limit#SYMBOL_BYTES} and empty panels are refused.
 */
public final class MarkerPanelReader {

    private static final String FORMS =
            "a .gmt file, a .csv or .tsv file with the columns compartment and gene, PanglaoDB's table, or a .yaml pack";

    private final Path file;
    private final Map<String, List<String>> genes = new LinkedHashMap<>();

    private final PanelFilter filter;
    private Optional<PanglaoColumns> panglao = Optional.empty();

    private MarkerPanelReader(Path file, PanelFilter filter) {
        this.file = file;
        this.filter = filter;
    }

    /** The panel of a file, whole. */
    public static MarkerPanel read(Path file) {
        return read(file, PanelFilter.NONE);
    }

    /**
     * The panel of a file; a file that is none ends in an {@link InputException} that names the line. Only PanglaoDB's table can be
     * filtered; a filter on another file is refused.
     */
    public static MarkerPanel read(Path file, PanelFilter filter) {
        MarkerPanelReader reader = new MarkerPanelReader(file, filter);
        reader.requireReadable();
        String fileName = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (fileName.endsWith(".yaml") || fileName.endsWith(".yml")) {
            reader.requireNoFilter();
            return OrganPack.read(file);
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            reader.readLines(lines);
        } catch (CharacterCodingException e) {
            throw new InputException(
                    Problem.of("the marker panel is not UTF-8 text").at(file).fix("give " + FORMS), e);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the marker panel cannot be read").at(file), e);
        }
        if (reader.panglao.isEmpty()) {
            reader.requireNoFilter();
        }
        if (reader.genes.isEmpty()) {
            throw new InputException(
                    Problem.of("the marker panel names no gene").at(file).fix("give " + FORMS));
        }
        List<MarkerPanel.Compartment> compartments = new ArrayList<>();
        reader.genes.forEach((name, list) -> compartments.add(new MarkerPanel.Compartment(name, list)));
        return new MarkerPanel(file.getFileName() + filter.words(), compartments);
    }

    private void requireNoFilter() {
        if (!filter.equals(PanelFilter.NONE)) {
            throw new InputException(Problem.of("this marker panel cannot be filtered")
                    .at(file)
                    .expected("PanglaoDB's table with the columns species and organ", "another form")
                    .fix("Leave out --panel-species, --panel-organ and --panel-least"));
        }
    }

    private void requireReadable() {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InputException(
                        Problem.of("the marker panel does not exist").at(file).fix("give " + FORMS));
            }
            Limit.PANEL_BYTES.require(Files.size(file), "the marker panel is too large", file);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the marker panel cannot be read").at(file), e);
        }
    }

    private void readLines(BufferedReader lines) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean gmt = name.endsWith(".gmt");
        if (!gmt && !name.endsWith(".csv") && !name.endsWith(".tsv")) {
            throw new InputException(
                    Problem.of("unknown form of marker panel").at(file).expected(FORMS, name));
        }
        char separator = name.endsWith(".csv") ? ',' : '\t';
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int row = ++number;
            String text = row == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (text.isBlank()) {
                continue;
            }
            List<String> fields =
                    SeparatedLine.fields(text, separator).orElseThrow(() -> bad(row, "closed quotes", "an open one"));
            if (gmt) {
                addGmt(fields, row);
            } else if (row == 1) {
                panglao = PanglaoColumns.of(fields);
            } else if (panglao.isPresent()) {
                addPanglao(panglao.get(), fields, row);
            } else {
                addRow(fields, row);
            }
        }
    }

    private void addGmt(List<String> fields, int number) {
        if (fields.size() < 3) {
            throw bad(number, "name, description and at least one gene", fields.size() + " fields");
        }
        if (genes.containsKey(fields.get(0))) {
            throw bad(number, "each compartment once", "a second " + fields.get(0));
        }
        for (String gene : fields.subList(2, fields.size())) {
            if (!gene.isEmpty()) {
                add(fields.get(0), gene, number);
            }
        }
    }

    private void addPanglao(PanglaoColumns columns, List<String> fields, int number) {
        if (fields.size() < columns.fewestFields()) {
            throw bad(number, columns.fewestFields() + " fields, as in the header", fields.size() + " fields");
        }
        if (columns.passes(fields, filter, found -> bad(number, "a number or NA", found))) {
            add(columns.cellType(fields), columns.gene(fields), number);
        }
    }

    private void addRow(List<String> fields, int number) {
        if (fields.size() < 2 || fields.get(1).isEmpty()) {
            throw bad(number, "a compartment and a gene", fields.size() + " fields");
        }
        add(fields.get(0), fields.get(1), number);
    }

    private void add(String compartment, String gene, int number) {
        if (compartment.isEmpty()) {
            throw bad(number, "a name of the compartment", "an empty one");
        }
        if (gene.isEmpty()) {
            throw bad(number, "a gene", "an empty field");
        }
        Labels.symbol(compartment, () -> file + ", line " + number);
        Labels.symbol(gene, () -> file + ", line " + number);
        genes.computeIfAbsent(compartment, key -> new ArrayList<>()).add(gene);
    }

    private InputException bad(int number, String expected, String found) {
        return new InputException(Problem.of("the marker panel has a bad line")
                .at(file + ", line " + number)
                .expected(expected, found)
                .fix("give " + FORMS));
    }
}
