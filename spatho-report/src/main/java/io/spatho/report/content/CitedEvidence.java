package io.spatho.report.content;

import io.spatho.core.evidence.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The evidence of a run, the claims that rest on it, and which of it has a row in the report. */
public final class CitedEvidence {

    private final Map<String, Evidence> all = new LinkedHashMap<>();
    private final Set<String> shown = new LinkedHashSet<>();
    private final List<Claim> claims = new ArrayList<>();
    private int unfounded;

    private CitedEvidence() {}

    /** Keeps the claims that name evidence of the run, and chooses at most {@code rows} pieces to show, cited ones first. */
    static CitedEvidence of(Findings findings, int rows) {
        CitedEvidence cited = new CitedEvidence();
        findings.evidence().forEach(item -> cited.all.put(item.id(), item));
        List<Claim> wanted = findings.claims().isEmpty() ? LeadingClaims.from(findings.evidence()) : findings.claims();
        wanted.forEach(cited::take);
        for (Claim claim : cited.claims) {
            cited.show(claim.evidenceIds(), rows);
        }
        cited.show(cited.all.keySet(), rows);
        return cited;
    }

    private void take(Claim claim) {
        List<String> known =
                claim.evidenceIds().stream().filter(all::containsKey).distinct().toList();
        // A sentence of which one support is unknown is as unfounded as a sentence without any.
        if (known.isEmpty() || known.size() < Set.copyOf(claim.evidenceIds()).size()) {
            unfounded++;
        } else {
            claims.add(new Claim(claim.sentence(), known));
        }
    }

    private void show(Iterable<String> ids, int rows) {
        for (String id : ids) {
            if (shown.size() < rows) {
                shown.add(id);
            }
        }
    }

    /** The claims that are founded. */
    public List<Claim> claims() {
        return List.copyOf(claims);
    }

    /** How many claims named no evidence of this run and were dropped. */
    public int unfounded() {
        return unfounded;
    }

    /** Evidence by its id. */
    public Evidence get(String id) {
        return all.get(id);
    }

    /** All evidence in order, each once. */
    public List<Evidence> all() {
        return List.copyOf(all.values());
    }

    /** Whether a piece of evidence has a row in the report. */
    public boolean isShown(String id) {
        return shown.contains(id);
    }
}
