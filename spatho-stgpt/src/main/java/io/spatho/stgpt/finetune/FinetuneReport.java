package io.spatho.stgpt.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.train.TrainingHistory;
import java.util.List;
import java.util.SortedMap;

/**
 * How a checkpoint was trained on and what it gained. Errors are mean squared errors in value bins on blocks that neither trained nor
 * chose.
 *
 * @param trainingCells cells that trained
 * @param validationCells cells that chose among the states of the training
 * @param heldOutCells cells that judge
 * @param trainedNumbers numbers that training moved
 * @param numbers numbers of the network
 * @param freshTensors tensors that the checkpoint lacked and that were drawn anew
 * @param lastStep steps done
 * @param bestStep the step whose weights were kept; 0 when none was better than the checkpoint itself
 * @param before errors of the checkpoint on held-out cells
 * @param after errors of the weights that were kept
 * @param geneMean error of guessing each gene's mean bin for hidden values
 * @param history every step and scoring
 */
public record FinetuneReport(
        int trainingCells,
        int validationCells,
        int heldOutCells,
        long trainedNumbers,
        long numbers,
        List<String> freshTensors,
        int lastStep,
        int bestStep,
        SortedMap<String, Double> before,
        SortedMap<String, Double> after,
        double geneMean,
        TrainingHistory history) {

    /** The report as a document, without the single steps. */
    public ObjectNode document() {
        ObjectNode node = CanonicalJson.object();
        node.put("training_cells", trainingCells);
        node.put("validation_cells", validationCells);
        node.put("held_out_cells", heldOutCells);
        node.put("trained_numbers", trainedNumbers);
        node.put("network_numbers", numbers);
        node.put("new_tensors", freshTensors.size());
        node.put("steps", lastStep);
        node.put("best_step", bestStep);
        ObjectNode held = node.putObject("held_out");
        ObjectNode earlier = held.putObject("before");
        before.forEach(earlier::put);
        ObjectNode later = held.putObject("after");
        after.forEach(later::put);
        held.put("gene_mean", geneMean);
        node.set("curve", history.document());
        return node;
    }
}
