package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.StrictJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.runtime.EmbeddingTable;
import io.spatho.stgpt.service.EmbeddedCase;
import io.spatho.stgpt.service.RetrieveRegionsTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt retrieve SOURCE -o OUT}: the regions that are like a region, high in genes, or near to a picture's vector. */
@Command(
        name = "retrieve",
        description =
                "Find the regions that are most like a region, express genes most, or are nearest to a picture's vector.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptRetrieveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CaseQuery query;

    @Option(names = "--region", paramLabel = "ID", description = "The region to find the like of.")
    private Optional<String> region = Optional.empty();

    @Option(names = "--genes", paramLabel = "NAME", split = ",", description = "Genes that are high in the regions.")
    private List<String> genes = List.of();

    @Option(
            names = "--vector",
            paramLabel = "FILE",
            description = "A JSON list of numbers: a vector in the space of the regions' vectors, such as a picture's.")
    private Optional<Path> vector = Optional.empty();

    @Option(
            names = "--space",
            paramLabel = "TABLE",
            description = "Vectors of the regions by the picture's encoder: Parquet or CSV with region_id, emb_0, ….")
    private Optional<Path> space = Optional.empty();

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "10",
            description = "Most regions to answer with (default: ${DEFAULT-VALUE}).")
    private int most;

    @Override
    public Integer call() {
        int ways = (region.isPresent() ? 1 : 0) + (genes.isEmpty() ? 0 : 1) + (vector.isPresent() ? 1 : 0);
        if (ways != 1 || (space.isPresent() && vector.isEmpty()) || most < 1) {
            throw new UsageException(Problem.of("what to look for is not clear")
                    .at("--region, --genes, --vector")
                    .expected("one of the three, --space with --vector only, --most at least 1", ways + " of them"));
        }
        Map<String, String> choices = new TreeMap<>();
        region.ifPresent(id -> choices.put("region", id));
        choices.put("query_genes", String.join(",", genes));
        vector.ifPresent(file -> choices.put("vector", digest(file)));
        space.ifPresent(file -> choices.put("space", digest(file)));
        choices.put("most", Integer.toString(most));
        return query.ask(
                "retrieve",
                choices,
                RetrieveRegionsTool.FILE,
                new RetrieveRegionsTool(),
                subject -> new RetrieveRegionsTool.Request(subject.embedded(), wanted(subject.embedded()), most),
                spec);
    }

    private RetrieveRegionsTool.Query wanted(EmbeddedCase subject) {
        if (region.isPresent()) {
            return new RetrieveRegionsTool.ByRegion(region.get());
        }
        if (vector.isEmpty()) {
            return new RetrieveRegionsTool.ByGenes(genes);
        }
        Optional<DenseMatrix> vectors = space.map(file -> {
            try (Workers workers = new Workers(1)) {
                EmbeddingTable table = EmbeddingTable.read(file, "region_id", workers);
                String[] ids = subject.regions().stream()
                        .map(EmbeddedCase.RegionFacts::id)
                        .toArray(String[]::new);
                return table.select(table.rowsOf(ids));
            }
        });
        return new RetrieveRegionsTool.ByVector(
                RunSettings.name(vector.get()),
                numbers(vector.get()),
                vectors,
                space.map(file -> new ModelReference("encoder of " + RunSettings.name(file), "", digest(file))));
    }

    private static float[] numbers(Path file) {
        JsonNode list = StrictJson.read(file);
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) list.path(i).asDouble(Double.NaN);
            if (!list.path(i).isNumber() || !Float.isFinite(numbers[i])) {
                throw new InputException(Problem.of("the vector is no list of numbers")
                        .at(file + ", number " + i)
                        .expected("a finite number", list.path(i)));
            }
        }
        return numbers;
    }

    private static String digest(Path file) {
        try {
            return Fingerprint.ofFile(file).sha256();
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read: " + e.getMessage()).at(file), e);
        }
    }
}
