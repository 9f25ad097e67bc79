package io.spatho.core.shard;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a run's work one process does: part {@code number} of {@code of}, counted from one.
 *
 * <p>Work that an unsharded run does in fixed blocks is dealt out in whole blocks of neighbours, so that no block is ever computed in
 * other company than in the unsharded run, and its bits are the same.
 *
 * @param number from 1
 * @param of how many parts there are
 */
public record ShardNumber(int number, int of) {

    private static final int MOST = 100_000;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

    public ShardNumber {
        if (number < 1 || number > of || of > MOST) {
            throw new IllegalArgumentException("shard " + number + "/" + of);
        }
    }

    /**
     * Reads {@code 2/3}.
     *
     * @throws UsageException when it is something else
     */
    public static ShardNumber parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int number = Integer.parseInt(form.group(1));
            int of = Integer.parseInt(form.group(2));
            if (number >= 1 && number <= of && of <= MOST) {
                return new ShardNumber(number, of);
            }
        }
        throw new UsageException(Problem.of("not a shard")
                .at("--shard")
                .expected("i/n with 1 <= i <= n <= " + MOST, text)
                .fix("The first of three shards is 1/3"));
    }

    /** The first item of this part when items are dealt out in blocks of that size; those of the last part end with the items. */
    public int from(int items, int block) {
        return boundary(number - 1, items, block);
    }

    /** The first item after this part. */
    public int to(int items, int block) {
        return boundary(number, items, block);
    }

    private int boundary(int parts, int items, int block) {
        long blocks = ((long) items + block - 1) / block;
        return (int) Math.min(items, blocks * parts / of * block);
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
