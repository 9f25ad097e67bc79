/** What networks are trained to make small; start with {@link io.spatho.stgpt.loss.SquaredError}. */
package io.spatho.stgpt.loss;
