package io.spatho.stgpt.region;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Arrays;

/**
 * How well vectors of genes and of pictures find each other among the cells of a pool: the rank of a cell's own partner by cosine, in
 * both directions. Of equal cosines the partner counts as the last.
 *
 * @param cells size of the pool
 * @param genesToImage ranks of the own picture for each cell's genes, from 1
 * @param imageToGenes ranks of the own genes for each cell's picture, from 1
 */
public record RetrievalScore(int cells, int[] genesToImage, int[] imageToGenes) {

    /**
     * Ranks partners.
     *
     * @param genes a row of length one for each cell
     * @param images a row of length one for each cell
     */
    public static RetrievalScore of(float[] genes, float[] images, int cells) {
        int width = cells == 0 ? 0 : genes.length / cells;
        double[][] cosines = new double[cells][cells];
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                for (int k = 0; k < width; k++) {
                    cosines[i][j] += (double) genes[i * width + k] * images[j * width + k];
                }
            }
        }
        int[] forward = new int[cells];
        int[] backward = new int[cells];
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                forward[i] += cosines[i][j] >= cosines[i][i] ? 1 : 0;
                backward[i] += cosines[j][i] >= cosines[i][i] ? 1 : 0;
            }
        }
        return new RetrievalScore(cells, forward, backward);
    }

    /** The share of ranks up to {@code k}. */
    static double recall(int[] ranks, int k) {
        return Arrays.stream(ranks).filter(rank -> rank <= k).count() / (double) Math.max(1, ranks.length);
    }

    static double median(int[] ranks) {
        int[] sorted = ranks.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    /** Recall at 1, 5 and 10 and median rank in both directions, beside what chance gives. */
    public ObjectNode document() {
        ObjectNode node = CanonicalJson.object();
        node.put("cells", cells);
        put(node.putObject("genes_to_image"), genesToImage);
        put(node.putObject("image_to_genes"), imageToGenes);
        ObjectNode chance = node.putObject("chance");
        for (int k : new int[] {1, 5, 10}) {
            chance.put("recall_at_" + k, Math.min(1, k / (double) cells));
        }
        chance.put("median_rank", (cells + 1) / 2.0);
        return node;
    }

    private static void put(ObjectNode node, int[] ranks) {
        for (int k : new int[] {1, 5, 10}) {
            node.put("recall_at_" + k, recall(ranks, k));
        }
        node.put("median_rank", median(ranks));
    }
}
