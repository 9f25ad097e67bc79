package io.spatho.cli;

/**
 * What a run does beyond the analysis and the embedding of a case.
 *
 * @param prediction expression predicted from the slide
 * @param retrieval expression predicted with reference cells
 * @param discordance morphology against molecules
 * @param review words on the evidence
 * @param shards which part of the vectors is computed, or where the parts are
 */
record FurtherOptions(
        PredictionOptions prediction,
        RagOptions retrieval,
        DiscordanceOptions discordance,
        ReviewOptions review,
        ShardOptions shards) {

    /** Nothing further, in one piece. */
    static FurtherOptions none() {
        return new FurtherOptions(
                new PredictionOptions(),
                new RagOptions(),
                new DiscordanceOptions(),
                ReviewOptions.none(),
                ShardOptions.none());
    }

    FurtherOptions withShards(ShardOptions others) {
        return new FurtherOptions(prediction, retrieval, discordance, review, others);
    }
}
