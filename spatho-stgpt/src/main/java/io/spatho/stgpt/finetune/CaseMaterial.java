package io.spatho.stgpt.finetune;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.checkpoint.ModelArguments;
import io.spatho.stgpt.evaluation.Labels;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.tokens.TokenSettings;
import io.spatho.stgpt.tokens.TokenSettings.Ties;
import io.spatho.stgpt.tokens.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Makes the material of a training from a case: tokens as for embedding, positions, and batches by number. */
final class CaseMaterial {

    private CaseMaterial() {}

    static CellMaterial of(FinetuneTool.Request request, Division division) {
        SpatialDataset kept = request.kept();
        int[] labels = new int[0];
        int batches = 0;
        if (request.batches().isPresent()) {
            String[] names = Labels.ofRun(new String[kept.size()])
                    .withBatches(kept, request.batches().get())
                    .batches();
            List<String> known = List.copyOf(new TreeSet<>(Arrays.asList(names)));
            batches = known.size();
            labels = Arrays.stream(names).mapToInt(known::indexOf).toArray();
        }
        if (request.settings().losses().batch() > 0 && batches < 2) {
            throw new UsageException(Problem.of("the loss of batches needs two batches or more")
                    .at("--batches")
                    .expected("a column of obs with two values or more", batches + " values")
                    .fix("Name such a column, or leave the loss out"));
        }
        return new CellMaterial(tokenizer(request), kept.xUm(), kept.yUm(), labels, batches, division);
    }

    private static Tokenizer tokenizer(FinetuneTool.Request request) {
        CheckpointFolder folder = request.folder();
        SpatialDataset kept = request.kept();
        ModelArguments arguments = folder.arguments();
        TokenSettings settings = new TokenSettings(
                arguments.bins(),
                arguments.longestSequence(),
                arguments.padValue(),
                request.choice(),
                Ties.FIXED,
                request.settings().seed());
        return folder.geneMeans()
                .map(means -> Tokenizer.scgptSpatial(
                        kept.counts(), kept.cellIds(), request.mapping(), folder.vocabulary(), settings, means))
                .orElseGet(() -> Tokenizer.scgpt(
                        kept.counts(), kept.cellIds(), request.mapping(), folder.vocabulary(), settings));
    }

    /** A digest over ids, counts, positions and batches. */
    static String digest(SpatialDataset kept, CellMaterial material) {
        MessageDigest digest = Fingerprint.digest();
        CsrMatrix counts = kept.counts();
        String[] ids = kept.cellIds();
        for (int cell = 0; cell < ids.length; cell++) {
            int from = counts.start(cell);
            int to = counts.end(cell);
            ByteBuffer row = ByteBuffer.allocate(24 + 8 * (to - from));
            row.putInt(material.labels().length == 0 ? -1 : material.labels()[cell]);
            row.putDouble(material.x()[cell]).putDouble(material.y()[cell]).putInt(to - from);
            for (int i = from; i < to; i++) {
                row.putInt(counts.columnIndices()[i]).putFloat(counts.values()[i]);
            }
            digest.update(ids[cell].getBytes(StandardCharsets.UTF_8));
            digest.update(row.array());
        }
        return Fingerprint.of(digest.digest()).sha256();
    }
}
