package io.spatho.anndata.synthetic;

import io.spatho.core.dataset.Platform;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;

/**
 * What a made bundle is to hold.
 *
 * @param observations cells of a Xenium bundle, spots under tissue of a Visium bundle, 8 µm bins under tissue of a Visium HD bundle
 * @param genes genes of the panel; human symbols first, then made names {@code GENE0001} and so on
 * @param seed key of everything that is random
 * @param molecules mean number of molecules of one observation; 0 takes the value that is usual for platform and panel
 * @param transcripts share of the molecules that {@code transcripts.parquet} of a Xenium bundle has; 0 for no such file
 * @param matrixFolder whether the matrix is also written as a folder of text files (Matrix Market)
 * @param slide whether an H&amp;E slide of a Xenium section is written beside the bundle, with its alignment
 */
public record SyntheticOptions(
        int observations,
        int genes,
        long seed,
        double molecules,
        double transcripts,
        boolean matrixFolder,
        boolean slide) {

    private static final int MOST_OBSERVATIONS = 20_000_000;
    private static final int FEWEST_OBSERVATIONS = 50;
    private static final int FEWEST_GENES = 26;
    private static final int MOST_GENES = 40_000;
    private static final double MOST_MOLECULES = 100_000;

    /** Checks the ranges; a {@link UsageException} names the option. */
    public SyntheticOptions {
        within("--cells", FEWEST_OBSERVATIONS, MOST_OBSERVATIONS, observations);
        within("--genes", FEWEST_GENES, MOST_GENES, genes);
        if (!(transcripts >= 0 && transcripts <= 1)) {
            throw new UsageException(
                    Problem.of("option out of range").at("--transcripts").expected("0 to 1", transcripts));
        }
        if (!(molecules >= 0 && molecules <= MOST_MOLECULES)) {
            throw new UsageException(Problem.of("option out of range")
                    .at("--molecules")
                    .expected("0 to " + (int) MOST_MOLECULES, molecules)
                    .fix("Leave it out for the value that is usual for platform and panel"));
        }
    }

    /** Boundaries but no transcripts, h5 but no text folder, the usual number of molecules. */
    public static SyntheticOptions of(int observations, int genes, long seed) {
        return new SyntheticOptions(observations, genes, seed, 0, 0, false, false);
    }

    /** The same with another mean number of molecules. */
    public SyntheticOptions withMolecules(double mean) {
        return new SyntheticOptions(observations, genes, seed, mean, transcripts, matrixFolder, slide);
    }

    /** The same with or without {@code transcripts.parquet}. */
    public SyntheticOptions withTranscripts(boolean wanted) {
        return withTranscripts(wanted ? 1 : 0);
    }

    /** The same with a share of the molecules in {@code transcripts.parquet}. */
    public SyntheticOptions withTranscripts(double share) {
        return new SyntheticOptions(observations, genes, seed, molecules, share, matrixFolder, slide);
    }

    /** The same with or without the matrix as a folder of text files. */
    public SyntheticOptions withMatrixFolder(boolean wanted) {
        return new SyntheticOptions(observations, genes, seed, molecules, transcripts, wanted, slide);
    }

    /** The same with or without an H&amp;E slide. */
    public SyntheticOptions withSlide(boolean wanted) {
        return new SyntheticOptions(observations, genes, seed, molecules, transcripts, matrixFolder, wanted);
    }

    /** The mean number of molecules that was asked for or is usual: it grows with the panel up to the platform's usual depth. */
    double moleculesOn(Platform platform) {
        if (molecules > 0) {
            return molecules;
        }
        return switch (platform) {
            case XENIUM, MERSCOPE, COSMX, H5AD -> Math.max(40, Math.min(200, 0.45 * genes));
            case VISIUM -> Math.max(300, Math.min(9_000, 4.0 * genes));
            case VISIUM_HD -> Math.max(40, Math.min(250, 0.3 * genes));
        };
    }

    private static void within(String option, int least, int most, int found) {
        if (found < least || found > most) {
            throw new UsageException(Problem.of("option out of range")
                    .at(option)
                    .expected(least + " to " + most, found)
                    .fix("Choose a number in that range"));
        }
    }
}
