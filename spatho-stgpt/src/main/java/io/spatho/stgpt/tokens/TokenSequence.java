package io.spatho.stgpt.tokens;

public record TokenSequence(int[] genes, float[] values) {}
