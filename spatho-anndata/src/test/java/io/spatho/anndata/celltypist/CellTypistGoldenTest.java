package io.spatho.anndata.celltypist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.pickle.PickleScript;
import io.spatho.core.annotate.CellTypeModel;
import io.spatho.core.annotate.CellTypePrediction;
import io.spatho.core.annotate.MajorityVote;
import io.spatho.core.error.InputException;
import io.spatho.core.json.StrictJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models as CellTypist writes them, and its own predictions with them. */
final class CellTypistGoldenTest {

    private static final JsonNode GOLDEN = golden();

    @TempDir
    private Path folder;

    private static JsonNode golden() {
        try (InputStream in = CellTypistGoldenTest.class.getResourceAsStream("golden-celltypist.json")) {
            return StrictJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "golden");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static double[] numbers(JsonNode node) {
        List<Double> numbers = new ArrayList<>();
        node.forEach(item -> {
            if (item.isArray()) {
                item.forEach(inner -> numbers.add(inner.asDouble()));
            } else {
                numbers.add(item.asDouble());
            }
        });
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static PickleScript model(JsonNode model, int protocol, String classifier) {
        int width = model.get("features").size();
        int rows = model.get("coef").size();
        boolean centred = !model.get("mean").isEmpty();
        PickleScript script = PickleScript.protocol(protocol).dict().text("Model");
        int dot = classifier.lastIndexOf('.');
        script.object(classifier.substring(0, dot), classifier.substring(dot + 1))
                .dict();
        script.text("loss").text("log_loss").raw('s');
        script.text("classes_").texts(texts(model.get("classes")), false).raw('s');
        script.text("coef_")
                .numbers(numbers(model.get("coef")), rows > 1, rows, width)
                .raw('s');
        script.text("intercept_")
                .numbers(numbers(model.get("intercept")), false, rows)
                .raw('s');
        script.text("features").texts(texts(model.get("features")), true).raw('s', 'b', 's');
        script.text("Scaler_")
                .object("sklearn.preprocessing._data", "StandardScaler")
                .dict();
        script.text("with_mean").truth(centred).raw('s');
        if (centred) {
            script.text("mean_")
                    .numbers(numbers(model.get("mean")), false, width)
                    .raw('s');
        }
        script.text("scale_").numbers(numbers(model.get("scale")), false, width).raw('s', 'b', 's');
        script.text("description").dict().text("version").text("v1").raw('s', 's');
        return script;
    }

    private CellTypeModel read(byte[] bytes) throws IOException {
        return CellTypistReader.read(Files.write(folder.resolve("Immune.pkl"), bytes));
    }

    private static CsrMatrix cells() {
        JsonNode x = GOLDEN.get("x");
        int width = GOLDEN.get("genes").size();
        float[] values = new float[x.size() * width];
        int[] columns = new int[values.length];
        long[] starts = new long[x.size() + 1];
        for (int i = 0; i < values.length; i++) {
            columns[i] = i % width;
            values[i] = (float) x.get(i / width).get(i % width).asDouble();
            starts[i / width + 1] = i + 1L;
        }
        return new CsrMatrix(x.size(), width, starts, columns, values);
    }

    @ParameterizedTest
    @CsvSource({
        "logistic, 0, sklearn.linear_model._logistic.LogisticRegression",
        "logistic, 4, sklearn.linear_model.logistic.LogisticRegression",
        "descent, 3, sklearn.linear_model._stochastic_gradient.SGDClassifier",
        "two_classes, 5, sklearn.linear_model._logistic.LogisticRegression",
        "without_mean, 2, sklearn.linear_model._logistic.LogisticRegression",
        "logistic, 1, sklearn.linear_model.stochastic_gradient.SGDClassifier"
    })
    void predictsWhatCellTypistPredicts(String name, int protocol, String classifier) throws IOException {
        JsonNode expected = GOLDEN.get("models").get(name);
        CellTypeModel model = read(model(expected, protocol, classifier).end());
        assertThat(model.reference().name()).isEqualTo("CellTypist Immune");
        assertThat(model.reference().version()).isEqualTo("v1");
        try (Workers workers = new Workers(2)) {
            CellTypePrediction read = CellTypePrediction.of(model, cells(), texts(GOLDEN.get("genes")), workers);
            double[] scores = numbers(expected.get("scores"));
            double[] probabilities = numbers(expected.get("probabilities"));
            int[] best = IntStream.range(0, read.cells()).map(read::best).toArray();
            for (int i = 0; i < scores.length; i++) {
                assertThat(read.scores()[i]).isCloseTo(scores[i], within(1e-9 * Math.max(1, Math.abs(scores[i]))));
                assertThat(read.probability(
                                i / model.classes().size(), i % model.classes().size()))
                        .isCloseTo(probabilities[i], within(1e-10));
            }
            int[] clusters = IntStream.range(0, best.length).map(i -> i % 7).toArray();
            List<MajorityVote.Outcome> votes = MajorityVote.of(best, model.classes(), clusters, 7, 0.45);
            for (int cell = 0; cell < best.length; cell++) {
                assertThat(model.classes().get(best[cell]))
                        .isEqualTo(expected.get("best").get(cell).asText());
                assertThat(read.above(cell, 0.5))
                        .isEqualTo(expected.get("match").get(cell).asText());
                assertThat(votes.get(clusters[cell]).label())
                        .isEqualTo(expected.get("vote").get(cell).asText());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "coef_, another shape",
        "intercept_, lacks an array",
        "features, distinct",
        "scale_, not positive",
        "class, os.system",
        "root, not a CellTypist model"
    })
    void brokenModelsAreRefusedByName(String fault, String words) throws IOException {
        PickleScript script = PickleScript.protocol(2);
        if (!fault.equals("root")) {
            boolean hostile = fault.equals("class");
            script.dict().text("Model");
            script.object(hostile ? "os" : "sklearn.linear_model._logistic", hostile ? "system" : "LogisticRegression");
            script.dict().text("classes_").texts(List.of("a", "b", "c"), false).raw('s');
            script.text("coef_")
                    .numbers(new double[fault.equals("coef_") ? 4 : 6], false, fault.equals("coef_") ? 2 : 3, 2);
            script.raw('s');
            if (!fault.equals("intercept_")) {
                script.text("intercept_").numbers(new double[3], false, 3).raw('s');
            }
            script.text("features")
                    .texts(List.of("A", fault.equals("features") ? "A" : "B"), true)
                    .raw('s', 'b', 's');
            script.text("Scaler_")
                    .object("sklearn.preprocessing._data", "StandardScaler")
                    .dict();
            script.text("mean_").numbers(new double[2], false, 2).raw('s');
            double[] scales = {1, fault.equals("scale_") ? 0 : 1};
            script.text("scale_").numbers(scales, false, 2).raw('s', 'b', 's');
        } else {
            script.text("hello");
        }
        byte[] bytes = script.end();
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Immune.pkl")
                .hasMessageContaining(words);
    }

    @Test
    void countsAndForeignGenesAreRefused() throws IOException {
        CellTypeModel model =
                read(model(GOLDEN.get("models").get("logistic"), 2, "sklearn.linear_model._logistic.LogisticRegression")
                        .end());
        CsrMatrix counts = new CsrMatrix(1, 1, new long[] {0, 1}, new int[] {0}, new float[] {25});
        CsrMatrix cell = new CsrMatrix(1, 1, new long[] {0, 1}, new int[] {0}, new float[] {2});
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> CellTypePrediction.of(model, counts, List.of("G03"), workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("log-normalised");
            assertThatThrownBy(() -> CellTypePrediction.of(model, cell, List.of("ENSG1"), workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("knows none of the measured genes");
        }
    }
}
