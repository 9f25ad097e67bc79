/**
 * What vectors of observations say of regions and structures: pooling, coherence, ambiguity, likeness and agreement with space. Start
 * with {@link io.spatho.core.embedding.AttentionPooling} and {@link io.spatho.core.embedding.Coherence}.
 */
package io.spatho.core.embedding;
