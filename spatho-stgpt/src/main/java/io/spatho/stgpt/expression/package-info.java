/** Gene expression predicted from H&amp;E features; start with {@link io.spatho.stgpt.expression.CrossValidation}. */
package io.spatho.stgpt.expression;
