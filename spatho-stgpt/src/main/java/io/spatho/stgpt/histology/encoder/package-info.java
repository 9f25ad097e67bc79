/**
 * What a picture is turned into: named hand-crafted features, or the vector of a pathology network with weights that a user has.
 *
 * <p>Start with {@link io.spatho.stgpt.histology.encoder.TileEncoder} and {@link io.spatho.stgpt.histology.encoder.Encoders}.
 */
package io.spatho.stgpt.histology.encoder;
