package io.spatho.anndata.celltypist;

import io.spatho.anndata.pickle.ArrayPolicy;
import io.spatho.anndata.pickle.DataObject;
import io.spatho.anndata.pickle.NumpyArray;
import io.spatho.anndata.pickle.PickleSource;
import io.spatho.anndata.pickle.PickleValue;
import io.spatho.anndata.pickle.PickleValue.Dict;
import io.spatho.core.annotate.CellTypeModel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.limit.Labels;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a CellTypist model ({@code .pkl}): a pickled dictionary of {@code Model} (logistic regression of scikit-learn with the gene names
 * as {@code features}), {@code Scaler_} and {@code description}.
 *
 * <p>The pickle is read as data: no class of scikit-learn is looked up, every name outside a short list is refused. Errors: an
 * {@link InputException} that names the file and what is missing or contradicts. Cost: the file, held once. Source: CellTypist 1.7.1.
 */
public final class CellTypistReader {

    private static final Set<String> CLASSES = Set.of(
            "sklearn.linear_model._logistic.LogisticRegression",
            "sklearn.linear_model.logistic.LogisticRegression",
            "sklearn.linear_model._stochastic_gradient.SGDClassifier",
            "sklearn.linear_model.stochastic_gradient.SGDClassifier",
            "sklearn.linear_model._sgd_fast.Log",
            "sklearn.linear_model.sgd_fast.Log",
            "sklearn._loss._loss.CyHalfBinomialLoss",
            "sklearn.preprocessing._data.StandardScaler",
            "sklearn.preprocessing.data.StandardScaler");
    private static final PickleSource.Advice ADVICE = new PickleSource.Advice(
            "The file is damaged or is not a CellTypist model; download or write it again.",
            "A CellTypist model may hold a logistic regression and its scaler only; write it with celltypist's Model.write.");

    private final Path file;

    private CellTypistReader(Path file) {
        this.file = file;
    }

    /** The model in a file. */
    public static CellTypeModel read(Path file) {
        return new CellTypistReader(file).read();
    }

    private CellTypeModel read() {
        byte[] bytes = bytes();
        Object root = ArrayPolicy.read(new PickleSource(bytes, 0, file.toString(), ADVICE), CLASSES);
        if (!(root instanceof Dict dict)) {
            throw fault("the file is not a CellTypist model", "a dictionary", PickleValue.kind(root));
        }
        DataObject classifier = object(dict, "Model", Set.of("LogisticRegression", "SGDClassifier"));
        DataObject scaler = object(dict, "Scaler_", Set.of("StandardScaler"));
        List<String> classes = classes(classifier);
        List<String> features = texts(classifier, "Model", "features");
        features.forEach(gene -> Labels.symbol(gene, () -> file + ", features"));
        requireDistinct(features, "features");
        int rows = classes.size() == 2 ? 1 : classes.size();
        double[] coefficients = numbers(classifier, "Model", "coef_", new int[] {rows, features.size()});
        double[] intercepts = numbers(classifier, "Model", "intercept_", new int[] {rows});
        boolean centred = !Boolean.FALSE.equals(scaler.attribute("with_mean"));
        double[] means = centred ? numbers(scaler, "Scaler_", "mean_", new int[] {features.size()}) : new double[0];
        double[] scales = numbers(scaler, "Scaler_", "scale_", new int[] {features.size()});
        if (!Arrays.stream(scales).allMatch(scale -> scale > 0)) {
            throw fault("a scale of the model is not positive", "above 0", "another number");
        }
        Map<String, String> description = description(dict);
        ModelReference reference = new ModelReference(
                name(),
                description.getOrDefault("version", ""),
                Fingerprint.ofBytes(bytes).sha256());
        return new CellTypeModel(reference, classes, features, coefficients, intercepts, means, scales, description);
    }

    private String name() {
        String name = file.toAbsolutePath().normalize().getFileName().toString();
        return "CellTypist " + (name.endsWith(".pkl") ? name.substring(0, name.length() - 4) : name);
    }

    private byte[] bytes() {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InputException(
                        Problem.of("there is no such CellTypist model").at(file).fix("Give the .pkl file of a model"));
            }
            Limit.PICKLE_BYTES.require(Files.size(file), "the CellTypist model is too large", file);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the CellTypist model cannot be read").at(file), e);
        }
    }

    private DataObject object(Dict root, String key, Set<String> types) {
        if (root.entries().get(key) instanceof DataObject object && types.contains(object.simpleType())) {
            return object;
        }
        Object found = root.entries().get(key);
        throw fault(
                "the model has no usable " + key,
                String.join(" or ", types.stream().sorted().toList()),
                found instanceof DataObject other ? other.simpleType() : PickleValue.kind(found));
    }

    private List<String> classes(DataObject classifier) {
        List<String> classes = texts(classifier, "Model", "classes_");
        classes.forEach(label -> Labels.label(label, () -> file + ", classes_"));
        requireDistinct(classes, "classes_");
        if (classes.size() < 2) {
            throw fault("the model knows too few cell types", "2 or more", classes.size());
        }
        return classes;
    }

    private void requireDistinct(List<String> names, String attribute) {
        if (names.isEmpty() || new HashSet<>(names).size() != names.size() || names.contains("")) {
            throw fault(
                    "the names in " + attribute + " of the model are empty or not distinct",
                    "distinct names",
                    "others");
        }
    }

    private NumpyArray array(DataObject from, String key, String attribute) {
        Object value = from.attribute(attribute);
        if (value instanceof NumpyArray array) {
            return array;
        }
        throw fault("the model lacks an array", key + "." + attribute, PickleValue.kind(value));
    }

    private List<String> texts(DataObject from, String key, String attribute) {
        NumpyArray array = array(from, key, attribute);
        if (array.shape().length != 1) {
            throw fault("an array of the model has another shape", key + "." + attribute + " in a row", shape(array));
        }
        return array.texts();
    }

    private double[] numbers(DataObject from, String key, String attribute, int[] expected) {
        NumpyArray array = array(from, key, attribute);
        if (!Arrays.equals(array.shape(), expected)) {
            throw fault(
                    "an array of the model has another shape",
                    key + "." + attribute + " of " + Arrays.toString(expected),
                    shape(array));
        }
        double[] numbers = array.numbers();
        if (!Arrays.stream(numbers).allMatch(Double::isFinite)) {
            throw fault("an array of the model holds numbers that are not finite", key + "." + attribute, "NaN or Inf");
        }
        return numbers;
    }

    private static String shape(NumpyArray array) {
        return Arrays.toString(array.shape());
    }

    /** The texts and numbers of the description; anything else in it is of no use. */
    private static Map<String, String> description(Dict root) {
        Map<String, String> description = new TreeMap<>();
        if (root.entries().get("description") instanceof Dict dict) {
            dict.entries().forEach((key, value) -> {
                boolean plain = value instanceof Number || (value instanceof String text && text.length() <= 4096);
                if (plain && key instanceof String name && name.length() <= 256) {
                    description.put(name, String.valueOf(value));
                }
            });
        }
        return description;
    }

    private InputException fault(String what, Object expected, Object found) {
        return new InputException(
                Problem.of(what).at(file).expected(expected, found).fix(ADVICE.damaged()));
    }
}
