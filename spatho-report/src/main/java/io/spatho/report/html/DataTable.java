package io.spatho.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with a caption, column headings and a heading at the start of each row, in a box that scrolls by itself on narrow
 * screens and can be reached by keyboard.
 */
public final class DataTable {

    private final String id;
    private final String caption;
    private final List<Boolean> numeric = new ArrayList<>();
    private final List<Html> headings = new ArrayList<>();
    private final List<Html> rows = new ArrayList<>();
    private String styleClass = "data";
    private String boxClass = "scroll";

    /** A table; {@code id} is unique in the page and a constant of this code. */
    public DataTable(String id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    /** Lets the script offer sorting. */
    public DataTable sortable() {
        styleClass += " sortable";
        return this;
    }

    /** Keeps a long table within the height of the window. */
    public DataTable tall() {
        boxClass = "scroll tall";
        return this;
    }

    /** Adds a style class. */
    public DataTable style(String name) {
        styleClass += " " + name;
        return this;
    }

    /** Adds a column of text. */
    public DataTable column(String heading) {
        return column(heading, false);
    }

    /** Adds a column of numbers. */
    public DataTable number(String heading) {
        return column(heading, true);
    }

    private DataTable column(String heading, boolean isNumber) {
        Html cell = Html.element("th", isNumber ? "n" : "t").attribute("scope", "col");
        headings.add(cell.text(heading));
        numeric.add(isNumber);
        return this;
    }

    /** Adds a row. */
    public DataTable row(Html... cells) {
        return row("", cells);
    }

    /** Adds a row that links can lead to; an empty anchor is none. */
    public DataTable row(String anchor, Html... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + headings.size() + " columns");
        }
        Html row = Html.element("tr");
        if (!anchor.isEmpty()) {
            row.attribute("id", anchor);
        }
        for (int i = 0; i < cells.length; i++) {
            Html cell = Html.element(i == 0 ? "th" : "td");
            if (i == 0) {
                cell.attribute("scope", "row");
            }
            if (numeric.get(i)) {
                cell.attribute("class", "n");
            }
            row.add(cell.add(cells[i]));
        }
        rows.add(row);
        return this;
    }

    /** The number of rows so far. */
    public int size() {
        return rows.size();
    }

    /** The table. */
    public Html build() {
        Html title = Html.element("caption").attribute("id", id + "-caption").text(caption);
        Html head = Html.element("thead").add(Html.element("tr").add(headings));
        Html table = Html.element("table", styleClass)
                .attribute("id", id)
                .add(title, head, Html.element("tbody").add(rows));
        return Html.element("div", boxClass)
                .attribute("role", "region")
                .attribute("tabindex", "0")
                .attribute("aria-labelledby", id + "-caption")
                .add(table);
    }
}
