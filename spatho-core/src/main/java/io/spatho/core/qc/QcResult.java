package io.spatho.core.qc;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The verdict on every observation and gene.
 *
 * @param thresholds the limits that were applied
 * @param cells metrics of every observation, flagged or not
 * @param genes metrics of every gene over the kept observations
 * @param flags reasons of each observation as bits, 0 when kept; read them with {@link #reasons}
 * @param keptRows rows without a reason, ascending
 * @param keptGenes genes that enough kept observations express, ascending
 * @param flagged number of observations per reason, every reason present; one observation may count under several
 * @param totalCounts spread of the counts over all observations
 * @param detectedGenes spread of the detected genes
 * @param controlShare spread of the negative-control share
 * @param mitochondrialShare spread of the mitochondrial share
 */
public record QcResult(
        QcThresholds thresholds,
        CellMetrics cells,
        GeneMetrics genes,
        int[] flags,
        int[] keptRows,
        int[] keptGenes,
        Map<QcReason, Integer> flagged,
        Quantiles totalCounts,
        Quantiles detectedGenes,
        Quantiles controlShare,
        Quantiles mitochondrialShare) {

    public QcResult {
        flagged = Collections.unmodifiableMap(new EnumMap<>(flagged));
    }

    /** Why an observation was left out; empty when it was kept. */
    public Set<QcReason> reasons(int row) {
        Set<QcReason> reasons = EnumSet.noneOf(QcReason.class);
        for (QcReason reason : QcReason.values()) {
            if ((flags[row] & reason.bit()) != 0) {
                reasons.add(reason);
            }
        }
        return reasons;
    }

    /** The reasons of an observation joined by commas, or {@code ok}. */
    public String flagText(int row) {
        if (flags[row] == 0) {
            return "ok";
        }
        StringJoiner joined = new StringJoiner(",");
        reasons(row).forEach(reason -> joined.add(reason.id()));
        return joined.toString();
    }

    /** The number of observations that were left out, each counted once. */
    public int removed() {
        return flags.length - keptRows.length;
    }
}
