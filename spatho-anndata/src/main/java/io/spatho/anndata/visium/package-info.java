/** 10x Visium bundles, and the spot tables, scale factors and pictures that Visium HD shares; see {@link io.spatho.anndata.visium.VisiumReader}. */
package io.spatho.anndata.visium;
