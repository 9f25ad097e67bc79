/** Regions of tissue and the cells that belong to them. */
package io.spatho.core.region;
