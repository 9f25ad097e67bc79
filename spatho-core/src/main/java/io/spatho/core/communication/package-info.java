/** Ligands and receptors: which labels could speak to each other, judged from expression against labels put on cells at random. */
package io.spatho.core.communication;
