package io.spatho.report.content;

/**
 * One call of a tool.
 *
 * @param sequence its number in the run, from 1
 * @param tool {@code name@version}
 * @param purpose what the tool does, in one sentence, or empty
 * @param key digest of all that decides its result
 * @param parameters its parameters as JSON text
 * @param artifacts how many files it wrote
 * @param evidence how many pieces of evidence it found
 */
public record ToolCall(
        int sequence, String tool, String purpose, String key, String parameters, int artifacts, int evidence) {}
