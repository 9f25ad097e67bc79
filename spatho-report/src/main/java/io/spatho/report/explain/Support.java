package io.spatho.report.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spatho.core.evidence.RowCondition;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a piece of evidence rests on in one file.
 *
 * @param path the file
 * @param condition which rows of a table; which part of a JSON document, by its keys with dots between them
 * @param unchanged whether the file is still the one that the evidence was drawn from
 * @param rows the rows of a table; empty for other files
 * @param part the part of a JSON document; missing for other files
 */
public record Support(String path, String condition, boolean unchanged, Optional<Table> rows, JsonNode part) {

    private static final String PARQUET = ".parquet";
    private static final String JSON = ".json";

    /** Whether the condition leads anywhere: to rows, to a part of a document, or to a whole file of another kind. */
    public boolean resolves() {
        if (rows.isPresent()) {
            return rows.get().rows() > 0 || condition.equals(RowCondition.ALL);
        }
        return path.endsWith(JSON) ? !part.isMissingNode() : !path.endsWith(PARQUET);
    }

    /** Follows a reference in a run folder. */
    static Support follow(Path run, SupportingArtifact reference, TableFormat tables) {
        Path file = run.resolve(reference.path()).normalize();
        Optional<Table> rows = Optional.empty();
        JsonNode part = MissingNode.getInstance();
        boolean there = file.startsWith(run.normalize()) && Files.isRegularFile(file);
        if (there && reference.path().endsWith(PARQUET)) {
            Table table = tables.read(file);
            rows = RowCondition.parse(reference.rows(), table.names())
                    .map(condition -> table.select(condition.select(table)));
        } else if (there && reference.path().endsWith(JSON)) {
            JsonNode document = StrictJson.read(file);
            part = reference.rows().equals(RowCondition.ALL)
                    ? document
                    : document.at("/" + reference.rows().replace('.', '/'));
        }
        return new Support(
                reference.path(), reference.rows(), there && isUnchanged(file, reference.sha256()), rows, part);
    }

    private static boolean isUnchanged(Path file, String sha256) {
        try {
            return Fingerprint.ofFile(file).sha256().equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }
}
