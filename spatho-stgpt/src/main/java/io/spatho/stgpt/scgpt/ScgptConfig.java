package io.spatho.stgpt.scgpt;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.checkpoint.ModelArguments;
import io.spatho.stgpt.scgpt.ScgptVariant.ValueStyle;

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
 * @param variant in what else it differs from the published networks
 */
public record ScgptConfig(
        int vocabulary, int padId, float padValue, int width, int heads, int hidden, int layers, ScgptVariant variant) {

    public ScgptConfig {
        if (vocabulary < 1 || padId < 0 || padId >= vocabulary || hidden < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "vocabulary " + vocabulary + ", padding " + padId + ", hidden " + hidden + ", layers " + layers);
        }
        if (width < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(heads + " heads do not divide the width " + width);
        }
    }

    /** The sizes of a network of the published variant. */
    public ScgptConfig(int vocabulary, int padId, float padValue, int width, int heads, int hidden, int layers) {
        this(vocabulary, padId, padValue, width, heads, hidden, layers, ScgptVariant.published());
    }

    /**
     * The sizes that a checkpoint folder states.
     *
     * @throws InputException if its values are encoded in a way that scGPT does not have
     */
    public static ScgptConfig of(CheckpointFolder folder) {
        ModelArguments arguments = folder.arguments();
        ValueStyle values = ValueStyle.of(arguments.valueStyle())
                .orElseThrow(() -> new InputException(Problem.of("this way of encoding values is not one of scGPT's")
                        .at(folder.directory().resolve("args.json") + ", key input_emb_style")
                        .expected("continuous, category or scaling", arguments.valueStyle())
                        .fix("Use a scGPT or scGPT-spatial checkpoint.")));
        return new ScgptConfig(
                folder.vocabulary().size(),
                folder.vocabulary().pad(),
                arguments.padValue(),
                arguments.embeddingSize(),
                arguments.heads(),
                arguments.hiddenSize(),
                arguments.layers(),
                new ScgptVariant(values, ScgptVariant.norms(arguments)));
    }
}
