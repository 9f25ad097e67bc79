package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.expression.ExpressionMaterial;
import io.spatho.stgpt.expression.ExpressionSlides;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cases joined with the features of their tiles.
 *
 * @param encoded the same observations and genes with the features of each encoder
 * @param inputs every file that was read
 * @param subject what a manifest says about the cases
 */
record ExpressionCases(List<Encoded> encoded, List<SourceFile> inputs, SlideModelRun.Subject subject) {

    private static final String ENCODER = "encoder.json";

    ExpressionCases {
        encoded = List.copyOf(encoded);
        inputs = List.copyOf(inputs);
    }

    /**
     * Observations with the features of one encoder.
     *
     * @param name the encoder's name, or that of the file when it is not known
     * @param material the observations
     * @param encoder the encoder's digest, if it is known
     */
    record Encoded(String name, ExpressionMaterial material, Optional<String> encoder) {}

    /** Which genes: those named, or the {@code most} that vary most. */
    record Wanted(List<String> genes, int most) {}

    /** The encoder that a table of features stands beside, as its run described it. */
    record Encoder(String name, Optional<String> digest) {

        static Encoder of(Path features, List<SourceFile> inputs) {
            Path file = features.toAbsolutePath().resolveSibling(ENCODER);
            if (!Files.isRegularFile(file)) {
                return new Encoder(RunSettings.name(features), Optional.empty());
            }
            inputs.add(PreparedCase.source("encoder", file));
            JsonNode node = StrictJson.read(file);
            return new Encoder(
                    node.path("encoder").asText(),
                    Optional.ofNullable(node.path("fingerprint").textValue()));
        }
    }

    /** Reads cases, and for each encoder the features of each case. */
    static ExpressionCases read(
            List<Path> bundles, List<List<Path>> features, BundleChoice choice, Wanted wanted, Workers workers) {
        List<SourceFile> inputs = new ArrayList<>();
        List<List<TileFeatures>> tables = new ArrayList<>();
        List<Encoder> encoders = new ArrayList<>();
        for (List<Path> files : features) {
            tables.add(files.stream().map(TileFeatures::read).toList());
            files.forEach(file -> inputs.add(PreparedCase.source("features", file)));
            encoders.add(shared(files, inputs));
        }
        List<SpatialDataset> cases = new ArrayList<>();
        for (Path bundle : bundles) {
            cases.add(choice.open(bundle, workers));
            inputs.addAll(cases.get(cases.size() - 1).metadata().sources());
        }
        List<Encoded> encoded = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            ExpressionSlides slides = slides(bundles, cases, tables.get(i));
            ExpressionMaterial material = slides.material(
                    encoded.isEmpty()
                            ? wanted.genes()
                            : encoded.get(0).material().genes(),
                    wanted.most(),
                    workers);
            encoded.add(new Encoded(
                    name(encoders.get(i), encoded), material, encoders.get(i).digest()));
            requireSame(encoded.get(0), encoded.get(i));
        }
        return new ExpressionCases(
                encoded, inputs, subject(cases, encoded.get(0).material()));
    }

    private static Encoder shared(List<Path> files, List<SourceFile> inputs) {
        List<Encoder> all = files.stream().map(file -> Encoder.of(file, inputs)).toList();
        List<String> digests =
                all.stream().flatMap(one -> one.digest().stream()).distinct().toList();
        if (digests.size() > 1) {
            throw new InputException(Problem.of("the cases' features are of different encoders")
                    .at("--features")
                    .expected("one encoder", String.join(", ", digests))
                    .fix("Encode all cases alike"));
        }
        boolean isKnown = all.stream().allMatch(one -> one.digest().isPresent());
        return isKnown ? all.get(0) : new Encoder(all.get(0).name(), Optional.empty());
    }

    private static String name(Encoder encoder, List<Encoded> before) {
        long same = before.stream()
                .filter(other ->
                        other.name().equals(encoder.name()) || other.name().startsWith(encoder.name() + " ("))
                .count();
        return same == 0 ? encoder.name() : encoder.name() + " (" + (same + 1) + ")";
    }

    private static ExpressionSlides slides(List<Path> bundles, List<SpatialDataset> cases, List<TileFeatures> tables) {
        List<ExpressionSlides.Slide> slides = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            slides.add(new ExpressionSlides.Slide(RunSettings.name(bundles.get(i)), cases.get(i), tables.get(i)));
        }
        return ExpressionSlides.of(slides);
    }

    private static void requireSame(Encoded first, Encoded other) {
        if (!Arrays.equals(
                first.material().places().ids(), other.material().places().ids())) {
            throw new InputException(Problem.of("the encoders' features cover different observations")
                    .at(other.name())
                    .expected(
                            first.material().size() + " observations as " + first.name(),
                            other.material().size())
                    .fix("Encode with the same --fields, so that the same tiles lie on the slide"));
        }
    }

    private static SlideModelRun.Subject subject(List<SpatialDataset> cases, ExpressionMaterial material) {
        boolean isOne = cases.size() == 1;
        return new SlideModelRun.Subject(
                String.join(
                        ", ",
                        cases.stream().map(data -> data.metadata().sampleName()).toList()),
                isOne ? cases.get(0).metadata().platform().id() : "several",
                isOne ? cases.get(0).metadata().softwareVersion() : "",
                material.size(),
                material.genes().size());
    }
}
