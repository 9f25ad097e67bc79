package io.spatho.core.artifact;

/** Whether a file holds measurements and what was computed from them, or what a trained model made. */
public enum Origin {
    /** Measured, or computed from measurements alone. */
    MEASURED("measured"),
    /** Made by a trained model. */
    MODEL_DERIVED("model_derived");

    private final String id;

    Origin(String id) {
        this.id = id;
    }

    /** The name used in files. */
    public String id() {
        return id;
    }

    /** The origin of that name. */
    public static Origin of(String id) {
        return MEASURED.id.equals(id) ? MEASURED : MODEL_DERIVED;
    }
}
