package io.spatho.report.difference;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Compares what two runs state. Ids cannot be compared, for they follow from inputs and options; a piece of evidence is the same
 * one when its type, unit, and place among its like are the same.
 */
final class EvidenceDifference {

    private final Tolerances tolerances;
    private final Consumer<Change> found;

    EvidenceDifference(Tolerances tolerances, Consumer<Change> found) {
        this.tolerances = tolerances;
        this.found = found;
    }

    void compare(List<Evidence> before, List<Evidence> after) {
        Map<String, Evidence> later = byPlace(after);
        byPlace(before).forEach((place, earlier) -> {
            Evidence now = later.remove(place);
            if (now == null) {
                report(place, earlier.statement().summary(), "");
            } else {
                compare(place, earlier, now);
            }
        });
        later.forEach((place, item) -> report(place, "", item.statement().summary()));
    }

    private static Map<String, Evidence> byPlace(List<Evidence> evidence) {
        Map<String, Evidence> places = new LinkedHashMap<>();
        for (Evidence item : evidence) {
            Statement statement = item.statement();
            String place = statement.type() + " of " + statement.unit().id() + " " + statement.unitId();
            String free = place;
            for (int next = 2; places.containsKey(free); next++) {
                free = place + " (" + next + ")";
            }
            places.put(free, item);
        }
        return places;
    }

    private void compare(String place, Evidence earlier, Evidence now) {
        Statement a = earlier.statement();
        Statement b = now.statement();
        if (earlier instanceof ModelDerived != now instanceof ModelDerived) {
            report(place, origin(earlier), origin(now));
        }
        if (!a.qcStatus().equals(b.qcStatus())) {
            report(place + " qc_status", a.qcStatus().id(), b.qcStatus().id());
        }
        List<Change> values = new ArrayList<>();
        new DocumentDifference(Change.Kind.CLAIM, tolerances, values::add)
                .compare(place + " value", a.type(), a.value(), b.value());
        if (!values.isEmpty() && !a.summary().equals(b.summary())) {
            report(place, a.summary(), b.summary());
        } else {
            values.forEach(found);
        }
    }

    private static String origin(Evidence evidence) {
        return evidence instanceof ModelDerived ? "model-derived" : "measured";
    }

    private void report(String place, String before, String after) {
        found.accept(new Change(Change.Kind.CLAIM, place, before, after));
    }
}
