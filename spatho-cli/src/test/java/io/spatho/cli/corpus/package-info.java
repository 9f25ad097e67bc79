/**
 * Inputs broken on purpose: every file of every kind of input missing, renamed, emptied, cut short, with one flipped bit and so on.
 * {@link io.spatho.cli.corpus.BrokenInputsTest} runs all of them in one small process and judges what came out.
 */
package io.spatho.cli.corpus;
