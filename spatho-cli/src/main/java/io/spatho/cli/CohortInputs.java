package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.h5ad.WriteCaseTool;
import io.spatho.core.cohort.CohortMember;
import io.spatho.core.cohort.ReadCohortTool;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunVerifier;
import io.spatho.core.tool.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cases of a cohort, each looked at once before anything is written: a finished run must be what its manifest says.
 *
 * @param members the cases
 * @param sources the files that they come from; a run is known by its manifest, which names all others
 * @param platforms their platforms, without repetition
 * @param observations observations of all cases
 */
record CohortInputs(List<CohortMember> members, List<SourceFile> sources, List<Platform> platforms, long observations) {

    private static final String QC_REPORT = "stgpt/qc_report.json";

    static CohortInputs of(List<Path> paths, CohortOptions options, Workers workers, Progress progress) {
        List<CohortMember> members = new ArrayList<>();
        List<SourceFile> sources = new ArrayList<>();
        List<Platform> platforms = new ArrayList<>();
        List<String> names = new ArrayList<>();
        long observations = 0;
        for (Path path : paths) {
            String name = name(path);
            if (names.contains(name)) {
                throw new UsageException(Problem.of("two cases have the same name")
                        .at(path)
                        .fix("Give their folders or files different names"));
            }
            names.add(name);
            progress.note("checking case " + names.size());
            boolean run = Files.isRegularFile(path.resolve(RunFolder.MANIFEST));
            Path file = run ? intact(path).resolve(WriteCaseTool.FILE) : path;
            SpatialDataset dataset = Bundles.open(file, BundleOptions.of(workers));
            sources.addAll(run ? List.of(manifest(name, path)) : sources(name, dataset));
            platforms.add(dataset.metadata().platform());
            observations += dataset.size();
            boolean vectors = dataset.obsm().containsKey(ReadCohortTool.MODEL_VECTORS);
            members.add(new CohortMember(
                    name,
                    options.protocol.getOrDefault(name, ""),
                    dataset.panel(),
                    run && vectors ? model(path) : Optional.empty(),
                    threads -> Bundles.open(file, BundleOptions.of(threads))));
        }
        options.requireCases(names);
        return new CohortInputs(members, sources, platforms.stream().distinct().toList(), observations);
    }

    private static String name(Path path) {
        String file = RunSettings.name(path);
        String stem = file.endsWith(".h5ad") ? file.substring(0, file.length() - ".h5ad".length()) : file;
        return stem.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static Path intact(Path run) {
        List<String> findings = RunVerifier.verify(run).findings();
        if (!findings.isEmpty()) {
            throw new InputException(Problem.of("the run was altered: " + findings.get(0))
                    .at(run)
                    .fix("See spatho verify; only an intact run can join a cohort"));
        }
        if (!Files.isRegularFile(run.resolve(WriteCaseTool.FILE))) {
            throw new InputException(Problem.of("the run holds no case")
                    .at(run)
                    .expected(WriteCaseTool.FILE, "none")
                    .fix("Name runs of spatho run or spatho analyze"));
        }
        return run;
    }

    private static SourceFile manifest(String name, Path run) {
        Path file = run.resolve(RunFolder.MANIFEST);
        try {
            return new SourceFile(
                    "run",
                    name + "/" + RunFolder.MANIFEST,
                    Files.size(file),
                    Fingerprint.ofFile(file).sha256());
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read: " + e.getMessage()).at(file), e);
        }
    }

    private static List<SourceFile> sources(String name, SpatialDataset dataset) {
        return dataset.metadata().sources().stream()
                .map(source ->
                        new SourceFile(source.role(), name + "/" + source.name(), source.bytes(), source.sha256()))
                .toList();
    }

    private static Optional<ModelReference> model(Path run) {
        Path report = run.resolve(QC_REPORT);
        if (!Files.isRegularFile(report)) {
            return Optional.empty();
        }
        JsonNode model = StrictJson.read(report).path("model");
        return Optional.of(new ModelReference(
                model.path("name").asText(),
                model.path("version").asText(),
                model.path("fingerprint").asText()));
    }

    /** The one model behind the vectors of all cases; empty when they have none, or not the same. */
    Optional<ModelReference> commonModel() {
        List<Optional<ModelReference>> models =
                members.stream().map(CohortMember::model).distinct().toList();
        return models.size() == 1 ? models.get(0) : Optional.empty();
    }

    /** Why there is no common model, in a sentence. */
    String withoutModel() {
        List<String> lacking = members.stream()
                .filter(member -> member.model().isEmpty())
                .map(CohortMember::name)
                .toList();
        return lacking.isEmpty()
                ? "The runs were embedded by different models, whose vectors cannot be compared."
                : "There are no stGPT vectors of " + String.join(", ", lacking) + ".";
    }
}
