/**
 * Prediction of expression from pictures with the help of reference cells that are looked up; start with {@link
 * io.spatho.stgpt.retrieval.ReferenceBuilder} and {@link io.spatho.stgpt.retrieval.RetrievalTrainTool}.
 */
package io.spatho.stgpt.retrieval;
