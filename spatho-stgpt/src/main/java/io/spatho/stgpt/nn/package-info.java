/**
 * What every network shares: the strict reading of published weights by name and shape, and their place on a device.
 *
 * <p>Start with {@link io.spatho.stgpt.nn.StateDict}.
 */
package io.spatho.stgpt.nn;
