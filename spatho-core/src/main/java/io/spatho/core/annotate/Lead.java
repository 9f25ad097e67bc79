package io.spatho.core.annotate;

/**
 * The winner of some scores, the runner-up, and the lead; -1 and NaN when there is none. Of equal scores the first wins.
 *
 * @param winner position of the highest score
 * @param second position of the second-highest
 * @param score the highest score
 * @param margin its lead over the second; with one score only, its lead over 0
 */
record Lead(int winner, int second, double score, double margin) {

    /** Scores that are NaN do not take part. */
    static Lead of(double[] scores) {
        int winner = -1;
        int second = -1;
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                continue;
            }
            if (winner < 0 || scores[i] > scores[winner]) {
                second = winner;
                winner = i;
            } else if (second < 0 || scores[i] > scores[second]) {
                second = i;
            }
        }
        double score = winner < 0 ? Double.NaN : scores[winner];
        return new Lead(winner, second, score, second < 0 ? score : score - scores[second]);
    }
}
