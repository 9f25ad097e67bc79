package io.spatho.stgpt.engine;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device that a user asked for: {@code auto} (a GPU when there is one), {@code cpu}, {@code cuda} or {@code cuda:N}.
 *
 * @param kind what was asked for
 * @param index number of the GPU; 0 unless given
 */
public record DeviceRequest(Kind kind, int index) {

    /** The kinds of request. */
    public enum Kind {
        /** The first GPU when the engine sees one, else the processor. */
        AUTO,
        /** The processor. */
        CPU,
        /** A GPU, or an error. */
        CUDA
    }

    private static final Pattern FORM = Pattern.compile("auto|cpu|cuda(?::([0-9]{1,3}))?");

    public DeviceRequest {
        if (index < 0 || (index > 0 && kind != Kind.CUDA)) {
            throw new IllegalArgumentException("device index " + index + " of " + kind);
        }
    }

    /** The request for whatever is fastest on this machine. */
    public static DeviceRequest auto() {
        return new DeviceRequest(Kind.AUTO, 0);
    }

    /** The request for the processor. */
    public static DeviceRequest cpu() {
        return new DeviceRequest(Kind.CPU, 0);
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws UsageException if the text is none of these
     */
    public static DeviceRequest parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException(
                    Problem.of("unknown device").at("--device").expected("auto, cpu, cuda or cuda:N", text));
        }
        if (!text.startsWith("cuda")) {
            return text.equals("cpu") ? cpu() : auto();
        }
        String digits = matcher.group(1);
        return new DeviceRequest(Kind.CUDA, digits == null ? 0 : Integer.parseInt(digits));
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return switch (kind) {
            case AUTO -> "auto";
            case CPU -> "cpu";
            case CUDA -> "cuda:" + index;
        };
    }
}
