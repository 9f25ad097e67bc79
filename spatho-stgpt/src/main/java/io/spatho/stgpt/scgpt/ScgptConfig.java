package io.spatho.stgpt.scgpt;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.checkpoint.ModelArguments;

/**
 * The sizes of a scGPT network.
 *
 * @param vocabulary number of tokens, rows of the embedding table
 * @param padId the token that fills short rows
 * @param padValue the value beside it
 * @param width embedding size
 * @param heads attention heads; divides the width
 * @param hidden width of the feed-forward part
 * @param layers transformer layers
 */
public record ScgptConfig(int vocabulary, int padId, float padValue, int width, int heads, int hidden, int layers) {

    public ScgptConfig {
        if (vocabulary < 1 || padId < 0 || padId >= vocabulary || hidden < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "vocabulary " + vocabulary + ", padding " + padId + ", hidden " + hidden + ", layers " + layers);
        }
        if (width < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(heads + " heads do not divide the width " + width);
        }
    }

    /**
     * The sizes that a checkpoint folder states.
     *
     * @throws InputException if its values are encoded in another way than the published models' ({@code continuous})
     */
    public static ScgptConfig of(CheckpointFolder folder) {
        ModelArguments arguments = folder.arguments();
        if (!arguments.valueStyle().equals("continuous")) {
            throw new InputException(Problem.of("this way of encoding values is not one of the published models'")
                    .at(folder.directory().resolve("args.json") + ", key input_emb_style")
                    .expected("continuous", arguments.valueStyle())
                    .fix("Use a published scGPT or scGPT-spatial checkpoint."));
        }
        return new ScgptConfig(
                folder.vocabulary().size(),
                folder.vocabulary().pad(),
                arguments.padValue(),
                arguments.embeddingSize(),
                arguments.heads(),
                arguments.hiddenSize(),
                arguments.layers());
    }
}
