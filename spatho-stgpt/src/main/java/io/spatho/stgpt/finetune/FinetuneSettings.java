package io.spatho.stgpt.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.train.CosineSchedule;
import io.spatho.stgpt.train.CourseSettings;
import io.spatho.stgpt.train.TrainingSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a checkpoint is trained on.
 *
 * @param losses what is learned
 * @param maskedShare share of a cell's tokens whose value is hidden
 * @param neighbours nearest cells of the same patch whose states are averaged
 * @param batch cells in a step
 * @param patch cells that are computed together: neighbours in space, and the unit of gradient accumulation
 * @param steps most steps
 * @param scoreEvery steps between scorings on the validation blocks
 * @param patience scorings without a new best after which training ends; 0 to go on to the last step
 * @param saveEvery steps between two savings of the state
 * @param learningRate peak of the schedule
 * @param warmUpShare share of the steps in which the rate rises
 * @param clipNorm largest joint norm of the gradients
 * @param weightDecay of AdamW
 * @param precision number format of the transformer's products; weights stay float32
 * @param lora adapters instead of the checkpoint's own weights
 * @param frozen parts that stay as they are: genes, values, layers, layers.N, decoders
 * @param heldOutShare share of the cells that is held out, in spatial blocks, and once more for validation
 * @param seed seed of division, order, masks and new weights
 */
public record FinetuneSettings(
        LossWeights losses,
        double maskedShare,
        int neighbours,
        int batch,
        int patch,
        int steps,
        int scoreEvery,
        int patience,
        int saveEvery,
        double learningRate,
        double warmUpShare,
        double clipNorm,
        double weightDecay,
        Precision precision,
        Optional<LoraSettings> lora,
        List<String> frozen,
        double heldOutShare,
        long seed) {

    private static final double RATE_FLOOR = 0.02;

    public FinetuneSettings {
        frozen = List.copyOf(frozen);
        boolean counts = neighbours >= 1 && patch >= 1 && batch >= patch && steps >= 1 && scoreEvery >= 1;
        boolean shares = maskedShare > 0 && maskedShare < 1 && warmUpShare >= 0 && warmUpShare <= 1;
        boolean rates = learningRate > 0 && clipNorm > 0 && weightDecay >= 0;
        if (!counts
                || !shares
                || !rates
                || patience < 0
                || saveEvery < 1
                || !(heldOutShare > 0 && heldOutShare < 0.5)) {
            throw new IllegalArgumentException("impossible settings: batch " + batch + " of patches of " + patch
                    + ", steps " + steps + ", masked " + maskedShare + ", rate " + learningRate);
        }
        frozen.forEach(FrozenParts::prefixes);
    }

    /** 200 steps of 64 cells, all losses but batches, all weights. */
    public static FinetuneSettings standard(long seed) {
        return new FinetuneSettings(
                LossWeights.standard(),
                0.3,
                6,
                64,
                16,
                200,
                20,
                4,
                50,
                1e-4,
                0.1,
                1,
                0.01,
                Precision.FLOAT32,
                Optional.empty(),
                List.of(),
                0.1,
                seed);
    }

    /** Patches of a step. */
    int patches() {
        return (batch + patch - 1) / patch;
    }

    TrainingSettings training() {
        int warmUp = (int) Math.ceil(steps * warmUpShare);
        AdamWSettings adam = new AdamWSettings(learningRate, 0.9, 0.999, 1e-8, weightDecay);
        return new TrainingSettings(
                new CosineSchedule(learningRate, warmUp, steps, RATE_FLOOR),
                adam,
                clipNorm,
                patches(),
                precision == Precision.FLOAT16);
    }

    CourseSettings course() {
        return CourseSettings.every(scoreEvery, steps, patience, saveEvery);
    }

    /** Everything that decides the result, for keys and for the model's card. */
    public ObjectNode document() {
        ObjectNode node = CanonicalJson.object();
        node.putObject("loss_weights")
                .put("value", losses.value())
                .put("state", losses.state())
                .put("neighbourhood", losses.neighbourhood())
                .put("batch", losses.batch());
        node.put("masked_share", maskedShare);
        node.put("neighbours", neighbours);
        node.put("batch", batch);
        node.put("patch", patch);
        node.put("most_steps", steps);
        node.put("score_every", scoreEvery);
        node.put("patience", patience);
        node.put("learning_rate", learningRate);
        node.put("warm_up_share", warmUpShare);
        node.put("clip_norm", clipNorm);
        node.put("weight_decay", weightDecay);
        node.put("precision", precision.name().toLowerCase(Locale.ROOT));
        lora.ifPresent(adapters -> node.putObject("lora")
                .put("rank", adapters.rank())
                .put("alpha", adapters.alpha())
                .put("targets", String.join(",", adapters.targets())));
        node.put("frozen", String.join(",", frozen));
        node.put("held_out_share", heldOutShare);
        node.put("seed", seed);
        return node;
    }
}
