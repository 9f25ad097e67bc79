/** The tools of this module: a case's observations to vectors, by a checkpoint or by a model trained on the case. */
package io.spatho.stgpt.runtime;
