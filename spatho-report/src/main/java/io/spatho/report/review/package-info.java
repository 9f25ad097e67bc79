/**
 * Words about the evidence of a run, by rules or by a language model, every sentence held against the evidence it names; start with
 * {@link io.spatho.report.review.ReviewTool}.
 */
package io.spatho.report.review;
