package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.cluster.AdjustedRandIndex;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** How well scores agree with what was planted. */
public final class PlantedTruth {

    private PlantedTruth() {}

    /**
     * The agreement.
     *
     * @param areaUnderCurve area under the receiver operating curve of the divergence for planted discordance
     * @param gainArea the same of the gain
     * @param scoreArea the same of the standardised gain
     * @param molecularDomains adjusted Rand index of the domains with those whose genes the spots have
     * @param pictureDomains the same with the domains that the pictures show
     * @param foundShare share of planted spots that are called discordant
     * @param falseShare share of those called that were not planted; 0 when none is called
     * @param stability of the domains over five seeds of the clustering
     */
    public record Quality(
            double areaUnderCurve,
            double gainArea,
            double scoreArea,
            double molecularDomains,
            double pictureDomains,
            double foundShare,
            double falseShare,
            double stability) {

        /** In words, without what is not defined. */
        String words() {
            if (Double.isNaN(areaUnderCurve)) {
                return "nothing was planted";
            }
            String domains = Double.isNaN(molecularDomains)
                    ? ""
                    : ", adjusted Rand index of domains " + Words.decimal(molecularDomains, 3);
            return "area under the curve " + Words.decimal(areaUnderCurve, 3) + " of the divergence, "
                    + Words.decimal(gainArea, 3) + " of the gain" + domains + ", found "
                    + Words.percent(foundShare) + ", false among the called " + Words.percent(falseShare);
        }

        /** As a document; what is not defined is null: an area when nothing was planted, an index when the domains are not known. */
        public ObjectNode document() {
            return CanonicalJson.object()
                    .put("auroc_divergence", defined(areaUnderCurve))
                    .put("auroc_gain", defined(gainArea))
                    .put("auroc_score", defined(scoreArea))
                    .put("ari_molecular_domains", defined(molecularDomains))
                    .put("ari_picture_domains", defined(pictureDomains))
                    .put("found_share", foundShare)
                    .put("false_share", falseShare)
                    .put("domain_stability", stability);
        }
    }

    /** Compares scores with what was planted; agreement with domains is NaN where these are not known. */
    public static Quality compare(Planted truth, DiscordanceScores scores) {
        boolean[] planted = truth.spots();
        int hits = 0;
        int all = 0;
        for (int spot = 0; spot < planted.length; spot++) {
            all += planted[spot] ? 1 : 0;
            hits += planted[spot] && scores.discordant()[spot] ? 1 : 0;
        }
        int called = scores.count();
        return new Quality(
                area(scores.divergence(), planted),
                area(scores.gain(), planted),
                area(scores.score(), planted),
                agreement(truth.molecules(), scores),
                agreement(truth.pictures(), scores),
                all == 0 ? 0 : hits / (double) all,
                called == 0 ? 0 : (called - hits) / (double) called,
                scores.stability());
    }

    /** The value, or null where it is not defined. */
    static Double defined(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static double agreement(Optional<int[]> domains, DiscordanceScores scores) {
        return domains.map(labels -> AdjustedRandIndex.of(labels, scores.domains()))
                .orElse(Double.NaN);
    }

    /** The area under the receiver operating curve: the share of pairs in which the marked one is higher, ties counting half. */
    static double area(double[] values, boolean[] marked) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double rankSum = 0;
        long count = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            int last = to;
            int here = (int)
                    Arrays.stream(order, from, last).filter(i -> marked[i]).count();
            rankSum += here * (from + 1 + last) / 2.0;
            count += here;
            from = to;
        }
        long others = values.length - count;
        return count == 0 || others == 0
                ? Double.NaN
                : (rankSum - count * (count + 1) / 2.0) / ((double) count * others);
    }
}
