package io.spatho.stgpt.finetune;

import java.util.List;
import java.util.regex.Pattern;

/** The parts of a network that can be frozen, as beginnings of its tensors' names. */
final class FrozenParts {

    private static final Pattern LAYER = Pattern.compile("layers\\.[0-9]{1,4}");

    private FrozenParts() {}

    static List<String> prefixes(String part) {
        if (LAYER.matcher(part).matches()) {
            return List.of("transformer_encoder." + part + ".");
        }
        return switch (part) {
            case "genes" -> List.of("encoder.");
            case "values" -> List.of("value_encoder.");
            case "layers" -> List.of("transformer_encoder.");
            case "decoders" -> List.of("decoder.", "mvc_decoder.", "impute_mvc_decoder.");
            default -> throw new IllegalArgumentException("no part of the network is called " + part);
        };
    }

    static boolean isFrozen(List<String> parts, String name) {
        return parts.stream().flatMap(part -> prefixes(part).stream()).anyMatch(name::startsWith);
    }
}
