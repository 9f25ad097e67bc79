package io.spatho.stgpt.hest;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.text.SeparatedLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One fold of a HEST task: which samples train and which test.
 *
 * <p>Read from {@code splits/train_<fold>.csv} and {@code splits/test_<fold>.csv} (columns sample_id, patches_path, expr_path, paths
 * relative to the task's folder). A sample in both, or a path out of the folder, is refused. Source: HEST {@code
 * src/hest/bench/benchmark.py} (afd42c3).
 *
 * @param fold its number
 * @param train samples to train on
 * @param test samples to test on
 */
public record HestSplit(int fold, List<Sample> train, List<Sample> test) {

    /** A sample's patches ({@link HestPatches}) and its expression, an h5ad whose {@code obsm["spatial"]} is in full-resolution pixels. */
    public record Sample(String id, Path patches, Path expression) {}

    /** The folds of a task's folder, from 0. */
    public static List<HestSplit> read(Path task) {
        List<HestSplit> splits = new ArrayList<>();
        while (Files.isRegularFile(file(task, "train", splits.size()))) {
            int fold = splits.size();
            List<Sample> train = samples(task, file(task, "train", fold));
            List<Sample> test = samples(task, file(task, "test", fold));
            Set<String> both = new HashSet<>(train.stream().map(Sample::id).toList());
            both.retainAll(test.stream().map(Sample::id).toList());
            if (!both.isEmpty()) {
                throw new InputException(Problem.of("a sample is in training and in test")
                        .at(file(task, "test", fold))
                        .expected(
                                "other samples than in training",
                                String.join(", ", both.stream().sorted().toList())));
            }
            splits.add(new HestSplit(fold, train, test));
        }
        if (splits.isEmpty()) {
            throw new InputException(Problem.of("not the folder of a HEST task")
                    .at(task)
                    .expected("splits/train_0.csv", "no such file"));
        }
        return List.copyOf(splits);
    }

    /** The genes of a task, from {@code var_50genes.json} ({@code {"genes": […]}}). */
    public static List<String> genes(Path task) {
        Path file = task.resolve("var_50genes.json");
        JsonNode list = StrictJson.read(file).path("genes");
        List<String> genes = new ArrayList<>();
        list.forEach(gene -> genes.add(gene.asText()));
        if (genes.isEmpty()) {
            throw new InputException(
                    Problem.of("no genes are listed").at(file).expected("{\"genes\": [\"…\"]}", "no list"));
        }
        return List.copyOf(genes);
    }

    private static Path file(Path task, String role, int fold) {
        return task.resolve("splits").resolve(role + "_" + fold + ".csv");
    }

    private static List<Sample> samples(Path task, Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<String> header = lines.isEmpty() ? List.of() : fields(lines.get(0), file, 1);
            int id = column(header, "sample_id", file);
            int patches = column(header, "patches_path", file);
            int expression = column(header, "expr_path", file);
            List<Sample> samples = new ArrayList<>();
            for (int i = 1; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    List<String> fields = fields(lines.get(i), file, i + 1);
                    if (fields.size() != header.size()) {
                        throw new InputException(Problem.of("a line has another number of fields than the header")
                                .at(file + ", line " + (i + 1))
                                .expected(header.size(), fields.size()));
                    }
                    samples.add(new Sample(
                            name(fields.get(id), file, i + 1),
                            inside(task, fields.get(patches), file),
                            inside(task, fields.get(expression), file)));
                }
            }
            return List.copyOf(samples);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the split cannot be read: " + e.getMessage()).at(file), e);
        }
    }

    /** A sample's name becomes the name of a file. */
    private static String name(String id, Path file, int line) {
        if (!id.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")) {
            throw new InputException(Problem.of("a sample's name cannot be the name of a file")
                    .at(file + ", line " + line)
                    .expected("letters, digits, '.', '_' and '-', 100 at most", id));
        }
        return id;
    }

    private static List<String> fields(String line, Path file, int number) {
        return SeparatedLine.fields(line, ',')
                .orElseThrow(() -> new InputException(
                        Problem.of("a quotation mark is left open").at(file + ", line " + number)));
    }

    private static int column(List<String> header, String name, Path file) {
        int at = header.indexOf(name);
        if (at < 0) {
            throw new InputException(
                    Problem.of("a column is missing").at(file).expected(name, String.join(", ", header)));
        }
        return at;
    }

    private static Path inside(Path task, String name, Path file) {
        Path root = task.toAbsolutePath().normalize();
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new InputException(Problem.of("a path leads out of the task's folder")
                    .at(file)
                    .expected("a path below " + root, name));
        }
        return path;
    }
}
