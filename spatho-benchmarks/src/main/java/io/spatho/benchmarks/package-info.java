/**
 * How long the kernels of spatho-core take, beside how fast the machine moves memory; start at {@link
 * io.spatho.benchmarks.KernelBenchmark}.
 */
package io.spatho.benchmarks;
