package io.spatho.report.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.json.StrictJson;
import io.spatho.core.run.AuditEvent;
import io.spatho.core.run.Journal;
import io.spatho.core.run.RunFolder;
import io.spatho.core.table.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One piece of evidence with all that it rests on: rows, the tool call that found it, the calls before that one, the input files.
 *
 * @param evidence the evidence
 * @param supports the rows and parts of files, in the evidence's order
 * @param calls the tool call that found it, last, and those it depends on, in the order in which they ran
 * @param inputs the input files of the run, as its manifest names them
 */
public record Explanation(Evidence evidence, List<Support> supports, List<AuditEvent> calls, JsonNode inputs) {

    public Explanation {
        supports = List.copyOf(supports);
        calls = List.copyOf(calls);
    }

    /**
     * Follows a piece of evidence.
     *
     * @param run the folder of a finished run
     * @param id the evidence's id, or enough of its beginning to tell it from all others
     * @throws UsageException when no evidence or more than one has that id
     * @throws InputException when the run is not finished or cannot be read
     */
    public static Explanation of(Path run, String id, TableFormat tables) {
        Path manifest = run.resolve(RunFolder.MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            throw new InputException(Problem.of("no finished run")
                    .at(run)
                    .fix("Name the output folder of a run, or finish the run with --resume"));
        }
        Journal journal = Journal.read(run);
        Evidence evidence = only(journal, id);
        return new Explanation(
                evidence,
                evidence.statement().artifacts().stream()
                        .map(reference -> Support.follow(run, reference, tables))
                        .toList(),
                calls(journal, evidence.id()),
                StrictJson.read(manifest).path("inputs"));
    }

    private static Evidence only(Journal journal, String id) {
        List<Evidence> found = journal.evidence().stream()
                .filter(item -> item.id().startsWith(id))
                .toList();
        if (found.size() != 1) {
            throw new UsageException(Problem.of(
                            found.isEmpty() ? "no evidence has this id" : "several pieces of evidence begin like this")
                    .at(id)
                    .fix("Ids stand in evidence.jsonl and behind each sentence of the report"));
        }
        return found.get(0);
    }

    private static List<AuditEvent> calls(Journal journal, String id) {
        Map<Integer, AuditEvent> bySequence = new TreeMap<>();
        journal.events().forEach(event -> bySequence.put(event.sequence(), event));
        Map<Integer, AuditEvent> needed = new TreeMap<>();
        Deque<Integer> open = new ArrayDeque<>();
        journal.events().stream()
                .filter(event -> event.evidenceIds().contains(id))
                .forEach(event -> open.add(event.sequence()));
        while (!open.isEmpty()) {
            AuditEvent event = bySequence.get(open.remove());
            if (event != null && needed.put(event.sequence(), event) == null) {
                open.addAll(event.after());
            }
        }
        return List.copyOf(needed.values());
    }
}
