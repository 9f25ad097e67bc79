package io.spatho.core.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The decisions of people about the evidence of a run, oldest first, in {@code decisions.jsonl}. The first line says how many
 * follow and ends the chain; each further line names the digest of the one before. A line that was altered, moved or taken away,
 * at the end too, breaks the chain. Lines are only ever added; the file is replaced as a whole, under a lock, so that writers wait for
 * each other and a killed one leaves the old file. Who exchanges the whole file for an older one is found out only by who kept its
 * {@link #head()}.
 */
public final class DecisionLog {

    /** The file's name in a run folder. */
    public static final String NAME = "decisions.jsonl";

    /** The file that writers lock; it stays and is empty. */
    public static final String LOCK = ".decisions.lock";

    private static final String START = "0".repeat(64);
    private static final String SCHEMA_VERSION = "1.0";
    private static final int MOST = 1_000_000;
    private static final long WAIT_MILLIS = 25;
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private final List<String> lines;
    private final List<ReviewDecision> decisions;

    private DecisionLog(List<String> lines, List<ReviewDecision> decisions) {
        this.lines = lines;
        this.decisions = decisions;
    }

    /** A log without decisions. */
    public static DecisionLog empty() {
        return new DecisionLog(List.of(), List.of());
    }

    /** The log of a file; empty when there is no file. A broken chain is an {@link InputException} that names the line. */
    public static DecisionLog read(Path file) {
        if (!Files.exists(file)) {
            return empty();
        }
        List<String> all = lines(file);
        if (all.isEmpty()) {
            throw broken(file, 1, "the first line is missing");
        }
        JsonNode header = StrictJson.parse(all.get(0), file.getFileName() + ", line 1");
        List<String> lines = List.copyOf(all.subList(1, all.size()));
        List<ReviewDecision> decisions = new ArrayList<>();
        String previous = START;
        for (int i = 0; i < lines.size(); i++) {
            JsonNode node = StrictJson.parse(lines.get(i), file.getFileName() + ", line " + (i + 2));
            if (!node.path("previous").asText().equals(previous)
                    || node.path("sequence").asInt(-1) != i) {
                throw broken(file, i + 2, "it does not follow from the line before");
            }
            decisions.add(decision(node, file, i + 2));
            previous = Fingerprint.ofText(lines.get(i)).sha256();
        }
        if (header.path("decisions").asInt(-1) != lines.size()
                || !header.path("head").asText().equals(previous)) {
            throw broken(
                    file,
                    lines.size() + 2,
                    "the first line promises " + header.path("decisions").asText()
                            + " decisions and another end of the chain");
        }
        return new DecisionLog(lines, List.copyOf(decisions));
    }

    private static ReviewDecision decision(JsonNode node, Path file, int line) {
        try {
            ReviewDecision decision = ReviewDecision.read(node.path("decision"));
            if (!decision.id().equals(node.path("decision_id").asText())) {
                throw broken(file, line, "its id does not follow from its content");
            }
            return decision;
        } catch (IllegalArgumentException | UsageException e) {
            throw new InputException(
                    Problem.of("not a decision: " + e.getMessage()).at(file + ", line " + line), e);
        }
    }

    private static InputException broken(Path file, int line, String how) {
        return new InputException(Problem.of("the chain of decisions is broken: " + how)
                .at(file + ", line " + line)
                .fix("Bring the file back from a copy; decisions are only ever added"));
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > (long) MOST * 1000) {
                throw new InputException(
                        Problem.of("too large for a file of decisions").at(file));
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read: " + e.getMessage()).at(file), e);
        }
    }

    /** The decisions, oldest first. */
    public List<ReviewDecision> decisions() {
        return decisions;
    }

    /** When a decision was recorded, as its last line says; empty when no line has it or says when. */
    public Optional<Instant> recorded(ReviewDecision decision) {
        int last = decisions.lastIndexOf(decision);
        if (last < 0) {
            return Optional.empty();
        }
        String text = StrictJson.parse(lines.get(last), NAME)
                .path("log")
                .path("recorded")
                .asText();
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Digest of the last line, and through it of all lines: what to keep elsewhere. */
    public String head() {
        return lines.isEmpty()
                ? START
                : Fingerprint.ofText(lines.get(lines.size() - 1)).sha256();
    }

    /** Whether a log begins with all the lines of another. */
    public boolean continues(DecisionLog other) {
        return lines.size() >= other.lines.size()
                && lines.subList(0, other.lines.size()).equals(other.lines);
    }

    /**
     * Adds a decision to a file, which is made when absent. The clock enters the {@code log} field of the line only.
     *
     * @throws InputException when the file's chain is broken; nothing is written then
     * @throws ResourceException when another writer holds the file for a minute, or it cannot be written
     */
    public static DecisionLog append(Path file, ReviewDecision decision, Clock clock) {
        Path lock = file.toAbsolutePath().resolveSibling(LOCK);
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock(channel, file)) {
            DecisionLog known = read(file);
            List<String> lines = new ArrayList<>(known.lines);
            ObjectNode node = CanonicalJson.object();
            node.put("sequence", lines.size()).put("previous", known.head()).put("decision_id", decision.id());
            node.set("decision", decision.toJson());
            node.putObject("log").put("recorded", clock.instant().toString());
            lines.add(CanonicalJson.line(node));
            List<ReviewDecision> decisions = new ArrayList<>(known.decisions);
            decisions.add(decision);
            DecisionLog longer = new DecisionLog(List.copyOf(lines), List.copyOf(decisions));
            if (held.isValid()) {
                longer.write(file);
            }
            return longer;
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot record a decision: " + e.getMessage()).at(file), e);
        }
    }

    /** Writes the whole log. */
    public void write(Path file) {
        ObjectNode header = CanonicalJson.object();
        header.put("schema_version", SCHEMA_VERSION)
                .put("decisions", lines.size())
                .put("head", head());
        StringBuilder text = new StringBuilder(CanonicalJson.line(header)).append('\n');
        lines.forEach(line -> text.append(line).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        DurableFiles.write(file, part -> Files.write(part, bytes));
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        for (long waited = 0; waited < LONGEST_WAIT_MILLIS; waited += WAIT_MILLIS) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ResourceException(
                        Problem.of("interrupted while waiting for another writer")
                                .at(file),
                        e);
            }
        }
        throw new ResourceException(
                Problem.of("another process is recording decisions").at(file).fix("Wait for it to end"));
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
