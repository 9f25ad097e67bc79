/**
 * Python pickles as data: {@link io.spatho.anndata.pickle.PickleReader} runs the instructions that build plain values, and a {@link
 * io.spatho.anndata.pickle.PicklePolicy} says which names may be mentioned and what a call of one makes. No class is ever looked up by
 * a name from a file.
 *
 * <p>Source: the instruction set of CPython's {@code pickletools} (protocols 0 to 5).
 */
package io.spatho.anndata.pickle;
