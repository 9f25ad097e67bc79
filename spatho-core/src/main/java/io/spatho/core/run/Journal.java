package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.EvidenceJson;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two growing files of a run: {@code audit.jsonl}, whose lines are chained by digests, and {@code evidence.jsonl}. Both are
 * replaced as a whole after each step, evidence first, so that a run which was killed is found at the end of some step.
 */
public final class Journal {

    /** The audit trail's file name. */
    public static final String AUDIT = "audit.jsonl";
    /** The evidence's file name. */
    public static final String EVIDENCE = "evidence.jsonl";

    private static final String CHAIN_START = "0".repeat(64);

    private final Path folder;
    private final List<AuditEvent> events = new ArrayList<>();
    private final Map<String, Evidence> evidence = new LinkedHashMap<>();

    private Journal(Path folder) {
        this.folder = folder;
    }

    /** A journal without entries. */
    public static Journal empty(Path folder) {
        return new Journal(folder);
    }

    /** The journal of a folder, up to the first line that does not follow from the one before. */
    public static Journal read(Path folder) {
        Journal journal = new Journal(folder);
        Map<String, Evidence> known = new LinkedHashMap<>();
        for (String line : lines(folder.resolve(EVIDENCE))) {
            Evidence item = readEvidence(line, folder);
            known.put(item.id(), item);
        }
        String previous = CHAIN_START;
        for (String line : lines(folder.resolve(AUDIT))) {
            JsonNode node = StrictJson.parse(line, AUDIT);
            AuditEvent event = AuditEvent.read(node);
            if (!node.path("previous").asText().equals(previous)
                    || !known.keySet().containsAll(event.evidenceIds())) {
                break;
            }
            journal.events.add(event);
            event.evidenceIds().forEach(id -> journal.evidence.put(id, known.get(id)));
            previous = Fingerprint.ofText(line).sha256();
        }
        return journal;
    }

    private static Evidence readEvidence(String line, Path folder) {
        try {
            return EvidenceJson.read(StrictJson.parse(line, EVIDENCE));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    Problem.of("altered evidence: " + e.getMessage())
                            .at(folder.resolve(EVIDENCE))
                            .fix("Run again with --force"),
                    e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read: " + e.getMessage()).at(file), e);
        }
    }

    /** The event at a position if it has the given key. */
    public Optional<AuditEvent> event(int sequence, String key) {
        return sequence < events.size() && events.get(sequence).key().equals(key)
                ? Optional.of(events.get(sequence))
                : Optional.empty();
    }

    /** The evidence of an event. */
    public List<Evidence> evidenceOf(AuditEvent event) {
        return event.evidenceIds().stream().map(evidence::get).toList();
    }

    /** The events in order. */
    public List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** The evidence in the order in which it was found. */
    public List<Evidence> evidence() {
        return List.copyOf(evidence.values());
    }

    /** Adds the event of a finished step and writes both files. */
    public void append(AuditEvent event, List<Evidence> found) {
        found.forEach(item -> evidence.put(item.id(), item));
        events.add(event);
        replace(EVIDENCE, evidenceLines());
        replace(AUDIT, auditLines());
    }

    private List<String> evidenceLines() {
        return evidence.values().stream()
                .map(item -> CanonicalJson.line(item.toJson()))
                .toList();
    }

    private List<String> auditLines() {
        List<String> lines = new ArrayList<>();
        String previous = CHAIN_START;
        for (AuditEvent event : events) {
            ObjectNode node = event.toJson();
            node.put("previous", previous);
            String line = CanonicalJson.line(node);
            lines.add(line);
            previous = Fingerprint.ofText(line).sha256();
        }
        return lines;
    }

    private void replace(String name, List<String> lines) {
        byte[] bytes =
                lines.isEmpty() ? new byte[0] : (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        DurableFiles.write(folder.resolve(name), file -> Files.write(file, bytes));
    }
}
