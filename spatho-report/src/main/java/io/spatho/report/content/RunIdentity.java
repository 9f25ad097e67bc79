package io.spatho.report.content;

/**
 * Which run a report is about.
 *
 * @param runId the run's id
 * @param spathoVersion the version of spatho that made it
 * @param seed the seed of everything random in it
 */
public record RunIdentity(String runId, String spathoVersion, long seed) {}
