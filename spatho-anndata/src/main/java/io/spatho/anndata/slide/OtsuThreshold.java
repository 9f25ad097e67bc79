package io.spatho.anndata.slide;

/**
 * The threshold between two classes that makes the variance between them largest (Otsu 1979), on a histogram.
 *
 * @param bin the last bin of the lower class
 * @param lowerMean mean bin of the lower class
 * @param upperMean mean bin of the upper class
 */
public record OtsuThreshold(int bin, double lowerMean, double upperMean) {

    /** The threshold of a histogram; of one without two classes the first bin. */
    public static OtsuThreshold of(long[] histogram) {
        long total = 0;
        double sum = 0;
        for (int i = 0; i < histogram.length; i++) {
            total += histogram[i];
            sum += (double) i * histogram[i];
        }
        long below = 0;
        double belowSum = 0;
        double best = -1;
        OtsuThreshold found = new OtsuThreshold(0, sum / Math.max(1, total), sum / Math.max(1, total));
        for (int i = 0; i < histogram.length; i++) {
            below += histogram[i];
            belowSum += (double) i * histogram[i];
            long above = total - below;
            if (below == 0 || above == 0) {
                continue;
            }
            double lower = belowSum / below;
            double upper = (sum - belowSum) / above;
            double between = (double) below * above * (upper - lower) * (upper - lower);
            if (between > best) {
                best = between;
                found = new OtsuThreshold(i, lower, upper);
            }
        }
        return found;
    }
}
