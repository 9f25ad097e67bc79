package io.spatho.report.text;

import java.util.Comparator;

/** The order in which people put names: runs of digits count as numbers, so that {@code 2} comes before {@code 10}. */
public final class NaturalOrder implements Comparator<String> {

    /** The order. */
    public static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            int endI = digitsFrom(left, i);
            int endJ = digitsFrom(right, j);
            int difference;
            if (endI > i && endJ > j) {
                difference = numbers(left.substring(i, endI), right.substring(j, endJ));
                i = endI;
                j = endJ;
            } else {
                difference = Character.compare(left.charAt(i++), right.charAt(j++));
            }
            if (difference != 0) {
                return difference;
            }
        }
        int rest = Integer.compare(left.length() - i, right.length() - j);
        return rest != 0 ? rest : left.compareTo(right);
    }

    private static int digitsFrom(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int numbers(String left, String right) {
        String a = withoutZeros(left);
        String b = withoutZeros(right);
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static String withoutZeros(String digits) {
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
