package io.spatho.stgpt.histology.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The connected parts of a mask and their shapes, in pixels.
 *
 * <p>Parts are connected by sides and corners. Perimeter: scikit-image's {@code perimeter} (weights of K. Benkrid and D. Crookes, 2000);
 * eccentricity of the ellipse of equal second moments; inner radius: largest Euclidean distance to the outside
 * (P. Felzenszwalb and D. Huttenlocher, Theory Comput. 8, 2012), beyond the picture's edge counting as inside. Cost: linear in pixels.
 */
final class NucleusShapes {

    /** One part: its size, outline, elongation, largest inner radius and centre. */
    record Shape(int area, double perimeter, double eccentricity, double innerRadius, double x, double y) {

        /** {@code 4 π area / perimeter²}, at most 1; 1 for what is too small to have an outline. */
        double roundness() {
            return perimeter > 0 ? Math.min(1, 4 * Math.PI * area / (perimeter * perimeter)) : 1;
        }
    }

    private static final double FAR = 1e12;

    private final int side;
    private final int[] label;
    private final List<int[]> parts = new ArrayList<>();
    private final double[] distances;

    NucleusShapes(boolean[] mask, int side) {
        this.side = side;
        this.label = new int[mask.length];
        int[] stack = new int[mask.length];
        for (int start = 0; start < mask.length; start++) {
            if (mask[start] && label[start] == 0) {
                parts.add(filled(mask, start, parts.size() + 1, stack));
            }
        }
        this.distances = squaredDistances(mask);
    }

    private int[] filled(boolean[] mask, int start, int number, int[] stack) {
        int depth = 0;
        int[] members = new int[16];
        int count = 0;
        stack[depth++] = start;
        label[start] = number;
        while (depth > 0) {
            int at = stack[--depth];
            if (count == members.length) {
                members = Arrays.copyOf(members, 2 * count);
            }
            members[count++] = at;
            int y = at / side;
            int x = at % side;
            for (int v = Math.max(0, y - 1); v <= Math.min(side - 1, y + 1); v++) {
                for (int u = Math.max(0, x - 1); u <= Math.min(side - 1, x + 1); u++) {
                    int next = v * side + u;
                    if (mask[next] && label[next] == 0) {
                        label[next] = number;
                        stack[depth++] = next;
                    }
                }
            }
        }
        return Arrays.copyOf(members, count);
    }

    /** The pixels of each part. */
    List<int[]> parts() {
        return parts;
    }

    /** The shape of a part. */
    Shape shape(int part) {
        int[] members = parts.get(part);
        double x = 0;
        double y = 0;
        double inner = 0;
        for (int at : members) {
            int row = at / side;
            x += at % side;
            y += row;
            inner = Math.max(inner, distances[at]);
        }
        x /= members.length;
        y /= members.length;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int at : members) {
            int row = at / side;
            double dx = at % side - x;
            double dy = row - y;
            xx += dx * dx / members.length;
            yy += dy * dy / members.length;
            xy += dx * dy / members.length;
        }
        double spread = Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy);
        double large = (xx + yy + spread) / 2;
        double small = (xx + yy - spread) / 2;
        double eccentricity = large > 0 ? Math.sqrt(Math.max(0, 1 - small / large)) : 0;
        return new Shape(
                members.length, perimeter(members, part + 1), eccentricity, Math.min(side, Math.sqrt(inner)), x, y);
    }

    private double perimeter(int[] members, int number) {
        double sum = 0;
        for (int at : members) {
            int y = at / side;
            int x = at % side;
            if (isEdge(y, x, number)) {
                int sides = edge(y - 1, x, number)
                        + edge(y + 1, x, number)
                        + edge(y, x - 1, number)
                        + edge(y, x + 1, number);
                int corners = edge(y - 1, x - 1, number)
                        + edge(y - 1, x + 1, number)
                        + edge(y + 1, x - 1, number)
                        + edge(y + 1, x + 1, number);
                sum += weight(1 + 2 * sides + 10 * corners);
            }
        }
        return sum;
    }

    /** The length that an outline pixel stands for, by its code: 1, plus 2 for each outline pixel beside it, plus 10 for each at a corner. */
    private static double weight(int code) {
        return switch (code) {
            case 5, 7, 15, 17, 25, 27 -> 1;
            case 21, 33 -> Math.sqrt(2);
            case 13, 23 -> (1 + Math.sqrt(2)) / 2;
            default -> 0;
        };
    }

    private int edge(int y, int x, int number) {
        return isIn(y, x, number) && isEdge(y, x, number) ? 1 : 0;
    }

    private boolean isEdge(int y, int x, int number) {
        return !(isIn(y - 1, x, number) && isIn(y + 1, x, number) && isIn(y, x - 1, number) && isIn(y, x + 1, number));
    }

    private boolean isIn(int y, int x, int number) {
        return y >= 0 && x >= 0 && y < side && x < side && label[y * side + x] == number;
    }

    /** The squared distance of every pixel to the nearest one outside the mask, centre to centre. */
    private double[] squaredDistances(boolean[] mask) {
        double[] field = new double[mask.length];
        for (int i = 0; i < field.length; i++) {
            field[i] = mask[i] ? FAR : 0;
        }
        for (int x = 0; x < side; x++) {
            transform(field, x, side);
        }
        for (int y = 0; y < side; y++) {
            transform(field, y * side, 1);
        }
        return field;
    }

    /** The lower envelope of parabolas along one line, in place. */
    private void transform(double[] field, int start, int stride) {
        int[] roots = new int[side];
        double[] bounds = new double[side + 1];
        double[] line = new double[side];
        for (int i = 0; i < side; i++) {
            line[i] = field[start + i * stride];
        }
        int k = 0;
        bounds[0] = Double.NEGATIVE_INFINITY;
        bounds[1] = Double.POSITIVE_INFINITY;
        for (int q = 1; q < side; q++) {
            double cross = crossing(line, roots[k], q);
            while (cross <= bounds[k]) {
                k--;
                cross = crossing(line, roots[k], q);
            }
            k++;
            roots[k] = q;
            bounds[k] = cross;
            bounds[k + 1] = Double.POSITIVE_INFINITY;
        }
        k = 0;
        for (int q = 0; q < side; q++) {
            while (bounds[k + 1] < q) {
                k++;
            }
            field[start + q * stride] = (double) (q - roots[k]) * (q - roots[k]) + line[roots[k]];
        }
    }

    private static double crossing(double[] line, int a, int b) {
        return (line[b] + (double) b * b - line[a] - (double) a * a) / (2.0 * b - 2.0 * a);
    }
}
