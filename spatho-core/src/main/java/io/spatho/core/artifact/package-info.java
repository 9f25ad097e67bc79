/** Files that are whole or absent, and the manifest that names them; start with {@link io.spatho.core.artifact.ArtifactStore}. */
package io.spatho.core.artifact;
