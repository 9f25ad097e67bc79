/**
 * Statistics of labelled point patterns: which labels lie at which distances from each other, counted exactly over all pairs of
 * points.
 */
package io.spatho.core.pattern;
