package io.spatho.core.evidence;

/**
 * The model that made a value.
 *
 * @param name the model's name
 * @param version its version or training label
 * @param fingerprint SHA-256 over its weights and configuration
 */
public record ModelReference(String name, String version, String fingerprint) {

    public ModelReference {
        if (name.isBlank() || !fingerprint.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("model-derived evidence needs a model name and its SHA-256 fingerprint");
        }
    }
}
