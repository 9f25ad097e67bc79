package io.spatho.core.annotate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Marker panels of an organ as YAML: {@code name}, {@code version}, {@code source} and {@code cell_types}, each with a {@code name}, a list
 * of {@code markers} and, where it belongs to one of the thirteen compartments, that {@code parent}.
 *
 * <p>Anchors are not followed, keys must not repeat, and files above {@link Limit#CONFIG_BYTES} are refused.
 */
public final class OrganPack {

    /** The packs that come with spatho. */
    public static final List<String> BUNDLED = List.of("generic", "lung", "breast");

    private final String place;
    private final Set<String> names = new HashSet<>();

    private OrganPack(String place) {
        this.place = place;
    }

    /** A pack that comes with spatho. */
    public static MarkerPanel bundled(String organ) {
        String resource = "organs/" + organ + ".yaml";
        if (!BUNDLED.contains(organ)) {
            throw new IllegalArgumentException("no such organ pack: " + organ);
        }
        try (InputStream in = OrganPack.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is not on the class path");
            }
            return new OrganPack(resource).panel(in.readAllBytes(), "organ pack " + organ);
        } catch (IOException e) {
            throw new InputException(Problem.of("the organ pack cannot be read").at(resource), e);
        }
    }

    /** The pack in a file. */
    static MarkerPanel read(Path file) {
        try {
            Limit.CONFIG_BYTES.require(Files.size(file), "the marker panel is too large", file);
            return new OrganPack(file.toString()).panel(Files.readAllBytes(file), String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the marker panel cannot be read").at(file), e);
        }
    }

    private MarkerPanel panel(byte[] bytes, String source) {
        JsonNode tree = tree(bytes);
        List<MarkerPanel.Compartment> types = new ArrayList<>();
        for (JsonNode type : list(tree.path("cell_types"), "cell_types")) {
            types.add(compartment(type));
        }
        String version = tree.path("version").asText("");
        return new MarkerPanel(version.isEmpty() ? source : source + " " + version, types);
    }

    private MarkerPanel.Compartment compartment(JsonNode type) {
        String name = Labels.symbol(text(type.path("name"), "name of a cell type"), () -> place);
        if (!names.add(name)) {
            throw fault("each cell type once", "a second " + name);
        }
        String parent = type.has("parent") ? text(type.path("parent"), "parent of " + name) : "";
        List<String> genes = new ArrayList<>();
        for (JsonNode gene : list(type.path("markers"), "markers of " + name)) {
            genes.add(Labels.symbol(text(gene, "marker of " + name), () -> place));
        }
        return new MarkerPanel.Compartment(name, Labels.symbol(parent, () -> place), genes);
    }

    private JsonNode list(JsonNode node, String what) {
        if (!node.isArray() || node.isEmpty()) {
            throw fault("a list of " + what, node.isMissingNode() ? "none" : "another value");
        }
        return node;
    }

    private String text(JsonNode node, String what) {
        if (!node.isTextual() || node.asText().isBlank()) {
            throw fault("the " + what + " as text", node.isMissingNode() ? "none" : "another value");
        }
        return node.asText();
    }

    private InputException fault(String expected, String found) {
        return new InputException(Problem.of("the organ pack is malformed")
                .at(place)
                .expected(expected, found)
                .fix("Give cell_types with name, markers and perhaps parent; quote names such as \"NO\""));
    }

    private JsonNode tree(byte[] bytes) {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(Limit.JSON_DEPTH.intValue())
                .build();
        YAMLMapper mapper = new YAMLMapper(YAMLFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
        try {
            return mapper.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    Problem.of("not valid YAML: " + e.getOriginalMessage()).at(place), e);
        } catch (IOException e) {
            throw new InputException(Problem.of("the organ pack cannot be read").at(place), e);
        }
    }
}
