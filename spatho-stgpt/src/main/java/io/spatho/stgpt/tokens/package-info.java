/**
 * From counts to the tokens that scGPT models read: vocabulary, panel overlap, normalisation, quantile bins and gene choice. Start
 * with {@link io.spatho.stgpt.tokens.Tokenizer}.
 */
package io.spatho.stgpt.tokens;
