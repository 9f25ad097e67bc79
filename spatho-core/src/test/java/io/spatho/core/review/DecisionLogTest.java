package io.spatho.core.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.critic.MadeEvidence;
import io.spatho.core.error.InputException;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Unit;
import io.spatho.core.review.ReviewDecision.Kind;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLogTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Clock NIGHT = Clock.fixed(Instant.parse("1999-12-31T23:59:59Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private static Evidence evidence(String gene, double value) {
        return MadeEvidence.measured(Unit.GENE, gene, "spatial_autocorrelation", "{\"moran_i\": " + value + "}");
    }

    private static ReviewDecision decision(Evidence about, Kind kind, String note) {
        return ReviewDecision.about(about, "run_1", kind, Optional.empty(), "A. Reviewer", note);
    }

    private Path three() {
        Path file = folder.resolve(DecisionLog.NAME);
        for (int i = 0; i < 3; i++) {
            DecisionLog.append(file, decision(evidence("G" + i, 0.1), Kind.APPROVE, "note " + i), NOON);
        }
        return file;
    }

    @Test
    void decisionsComeBackInTheirOrder() {
        DecisionLog log = DecisionLog.read(three());
        assertThat(log.decisions()).extracting(ReviewDecision::note).containsExactly("note 0", "note 1", "note 2");
        assertThat(log.decisions().get(0).unitId()).isEqualTo("G0");
        assertThat(DecisionLog.read(folder.resolve("none")).decisions()).isEmpty();
    }

    @Test
    void everyAlteredByteIsFound() throws IOException {
        Path file = three();
        byte[] good = Files.readAllBytes(file);
        Path spoilt = folder.resolve("spoilt.jsonl");
        List<Integer> missed = new ArrayList<>();
        for (int at = 0; at < good.length; at += 3) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(spoilt, bad);
            try {
                DecisionLog read = DecisionLog.read(spoilt);
                if (!read.head().equals(DecisionLog.read(file).head())) {
                    missed.add(at);
                }
                // A byte of the header that says nothing of the chain, such as its version, may change.
                if (at > new String(good, StandardCharsets.UTF_8).indexOf('\n')) {
                    missed.add(at);
                }
            } catch (InputException expected) {
                assertThat(expected.exitCode()).isEqualTo(3);
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        Path file = three();
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length - 1; length += 7) {
            Files.write(folder.resolve("cut.jsonl"), java.util.Arrays.copyOf(good, length));
            assertThatThrownBy(() -> DecisionLog.read(folder.resolve("cut.jsonl")))
                    .as("cut at " + length)
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void linesThatWereTakenAwayOrExchangedAreFound() throws IOException {
        List<String> lines = Files.readAllLines(three());
        for (List<String> changed : List.of(
                lines.subList(0, 3),
                lines.subList(1, 4),
                List.of(lines.get(0), lines.get(2), lines.get(3)),
                List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3)),
                List.of(lines.get(0), lines.get(1), lines.get(2), lines.get(3), lines.get(3)))) {
            Path file = folder.resolve("changed.jsonl");
            Files.write(file, changed);
            assertThatThrownBy(() -> DecisionLog.read(file)).isInstanceOf(InputException.class);
        }
    }

    @Test
    void aBrokenChainIsNotAddedTo() throws IOException {
        Path file = three();
        String text = Files.readString(file).replace("note 1", "note 9");
        Files.writeString(file, text);
        ReviewDecision next = decision(evidence("G9", 0.1), Kind.REJECT, "no");
        assertThatThrownBy(() -> DecisionLog.append(file, next, NOON)).isInstanceOf(InputException.class);
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void writersAtOnceLoseNothing() throws Exception {
        Path file = folder.resolve(DecisionLog.NAME);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<DecisionLog>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                ReviewDecision one = decision(evidence("G" + i, 0.1), Kind.APPROVE, "note " + i);
                work.add(() -> DecisionLog.append(file, one, NOON));
            }
            for (var done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(DecisionLog.read(file).decisions()).hasSize(40);
        assertThat(DecisionLog.read(file).decisions())
                .extracting(ReviewDecision::note)
                .doesNotHaveDuplicates();
    }

    @Test
    void theClockIsInTheLogFieldOnly() throws IOException {
        Path day = folder.resolve("day.jsonl");
        Path night = folder.resolve("night.jsonl");
        ReviewDecision one = decision(evidence("A", 0.1), Kind.APPROVE, "yes");
        DecisionLog.append(day, one, NOON);
        DecisionLog.append(night, one, NIGHT);
        String line = Files.readAllLines(day).get(1);
        assertThat(line).contains("\"log\":{\"recorded\":\"2026-01-01T12:00:00Z\"}");
        assertThat(Files.readAllLines(night).get(1).replace("1999-12-31T23:59:59Z", "2026-01-01T12:00:00Z"))
                .isEqualTo(line);
        assertThat(DecisionLog.read(day).decisions().get(0).id())
                .isEqualTo(DecisionLog.read(night).decisions().get(0).id());
    }

    @Test
    void aLaterRunThatStatesTheSameFindsTheDecision() {
        Evidence first = evidence("A", 0.5);
        Evidence changed = evidence("A", 0.6);
        var s = first.statement();
        Evidence again = new io.spatho.core.evidence.Measured(new io.spatho.core.evidence.Statement(
                s.unit(),
                s.unitId(),
                s.source(),
                s.type(),
                s.qcStatus(),
                s.value(),
                s.uncertainty(),
                s.summary(),
                s.artifacts(),
                List.of("fp_other"),
                List.of()));
        assertThat(again.id()).isNotEqualTo(first.id());
        Path file = folder.resolve("d.jsonl");
        DecisionLog.append(file, decision(first, Kind.APPROVE, "yes"), NOON);
        DecisionLog log = DecisionLog.append(file, decision(first, Kind.REJECT, "no, after all"), NIGHT);
        assertThat(ReviewState.of(log, List.of(again)).of(again.id()))
                .get()
                .extracting(ReviewDecision::kind)
                .isEqualTo(Kind.REJECT);
        ReviewState other = ReviewState.of(log, List.of(changed));
        assertThat(other.of(changed.id())).isEmpty();
        assertThat(other.outOfDate()).hasSize(2);
    }

    @Test
    void decisionsNeedAPersonAReasonAndALabelWhereThereIsOne() {
        Evidence item = evidence("A", 0.5);
        assertThatThrownBy(() -> decision(item, Kind.APPROVE, " ")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> decision(item, Kind.APPROVE, "two\nlines")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> decision(item, Kind.APPROVE, "\u202Ehidden")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> decision(item, Kind.RELABEL, "why")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ReviewDecision.about(item, "run_1", Kind.APPROVE, Optional.of("label"), "A", "why"))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void correctionsAreRowsOfRegionsAndCells() {
        Evidence region =
                MadeEvidence.measured(Unit.REGION, "r1", "region", "{\"structure_label\": \"Stroma\", \"n_cells\": 2}");
        Evidence cluster =
                MadeEvidence.measured(Unit.STRUCTURE, "c01", "cluster_annotation", "{\"label\": \"T_cell\"}");
        Path file = folder.resolve("d.jsonl");
        for (Evidence item : List.of(region, cluster)) {
            DecisionLog.append(
                    file, ReviewDecision.about(item, "run_1", Kind.RELABEL, Optional.of("Tumour"), "A", "seen"), NOON);
        }
        Map<String, Table> tables = Map.of(
                "regions/region_cell_membership.parquet",
                Table.ofRows(3)
                        .with("region_id", new Column.Strings(new String[] {"r1", "r1", "r2"}))
                        .with("cell_id", new Column.Strings(new String[] {"a", "b", "c"}))
                        .with("role", new Column.Strings(new String[] {"inner", "context", "inner"})),
                "analysis/clusters.parquet",
                Table.ofRows(2)
                        .with("cell_id", new Column.Strings(new String[] {"a", "c"}))
                        .with("cluster_id", new Column.Strings(new String[] {"c02", "c01"})));
        ReviewState state = ReviewState.of(DecisionLog.read(file), List.of(region, cluster));
        Table rows = Corrections.of(state, path -> Optional.ofNullable(tables.get(path)));
        assertThat(rows.strings("unit_id")).containsExactly("r1", "a", "c");
        assertThat(rows.strings("unit")).containsExactly("region", "cell", "cell");
        assertThat(rows.strings("original_label")).containsExactly("Stroma", "Stroma", "T_cell");
        assertThat(rows.strings("corrected_label")).containsOnly("Tumour");
        assertThatThrownBy(() -> Corrections.of(ReviewState.none(), path -> Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nobody relabelled");
    }
}
