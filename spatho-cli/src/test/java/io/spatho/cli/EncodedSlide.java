package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A made Visium slide with features of its picture at two fields of view. */
record EncodedSlide(Path bundle, Path features, Path matrix) {

    /** The options of a small network for few genes. */
    static final List<Object> SMALL =
            List.of("--most-genes", 6, "--folds", 4, "--width", 8, "--patch", 32, "--patches", 2, "--device", "cpu");

    static EncodedSlide make(int spots, Path folder) throws IOException {
        Path bundle = CommandLineFixture.bundle(Platform.VISIUM, spots, folder.resolve("visium"));
        JsonNode scales = StrictJson.read(bundle.resolve("spatial/scalefactors_json.json"));
        double wide = 1 / scales.path("tissue_hires_scalef").asDouble();
        Path matrix = Files.writeString(folder.resolve("matrix.csv"), wide + ",0,0\n0," + wide + ",0\n0,0,1\n");
        Path encoded = folder.resolve("encoded");
        Path picture = bundle.resolve("spatial/tissue_hires_image.png");
        Stream<Object> words = Stream.of("histology", "encode", bundle, "--he", picture, "--he-alignment", matrix);
        Stream<Object> more = Stream.of("--fields", "55,110", "--mpp", 4, "-o", encoded);
        Outcome outcome = spatho(Stream.concat(words, more).toArray());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        return new EncodedSlide(bundle, encoded.resolve(TileFeatures.PATH), matrix);
    }

    /** The words of a command about a small network on this slide. */
    List<Object> words(String command, int steps, Path out, Object... more) {
        return Stream.concat(
                        Stream.of("histology", command, bundle, "--features", features, "-o", out, "--steps", steps),
                        Stream.concat(SMALL.stream(), Stream.of(more)))
                .toList();
    }
}
