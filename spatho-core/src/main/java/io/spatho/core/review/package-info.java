/**
 * What people decide about the evidence of a run, kept as a chain of events; start with {@link io.spatho.core.review.DecisionLog}.
 */
package io.spatho.core.review;
