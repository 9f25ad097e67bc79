import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.xenium.TranscriptSummary;
import io.spatho.anndata.xenium.XeniumReader;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import java.nio.file.Files;
import java.nio.file.Path;

/** Seconds to count the transcripts of a made Xenium bundle again and to read its outlines; makes the bundle first. */
public class TranscriptSummaryBenchmark {
    public static void main(String[] arguments) throws Exception {
        Path bundle = Path.of(arguments[0]);
        try (Workers workers = new Workers(2)) {
            if (!Files.exists(bundle)) {
                SyntheticOptions options = SyntheticOptions.of(110_000, 400, 17).withTranscripts(true);
                SyntheticBundles.write(Platform.XENIUM, options, bundle, workers);
            }
            SpatialDataset dataset = XeniumReader.read(BundleFolder.open(bundle), workers);
            long start = System.nanoTime();
            TranscriptSummary summary = TranscriptSummary.of(dataset, TranscriptSummary.LEAST_QUALITY);
            System.out.printf("summary of %,d transcripts: %.2f s%n", summary.transcripts(), seconds(start));
            long[] seen = new long[1];
            start = System.nanoTime();
            dataset.molecules().orElseThrow().forEachBatch(20, batch -> seen[0] += batch.size());
            System.out.printf("all columns of %,d: %.2f s%n", seen[0], seconds(start));
            for (OutlineSource source : dataset.outlines()) {
                start = System.nanoTime();
                int outlines = source.read().size();
                System.out.printf("%,d %s: %.2f s%n", outlines, source.name(), seconds(start));
            }
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
