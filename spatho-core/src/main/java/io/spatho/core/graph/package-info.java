/** Neighbourhood graphs in space and in expression. */
package io.spatho.core.graph;
