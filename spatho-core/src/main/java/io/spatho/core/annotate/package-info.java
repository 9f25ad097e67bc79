/**
 * What clusters and spatial domains are: marker genes, marker panels, labels with a confidence, names of structures. Start at
 * {@link io.spatho.core.annotate.ClusterAnnotation}.
 */
package io.spatho.core.annotate;
