/**
 * Continual training of scGPT and scGPT-spatial checkpoints on a case: hidden values, values from the state, expression experts,
 * neighbourhoods and batches, with all weights, some of them, or low-rank adapters. Start with
 * {@link io.spatho.stgpt.finetune.FinetuneTool}; {@link io.spatho.stgpt.finetune.Finetuner} is the training by itself.
 */
package io.spatho.stgpt.finetune;
