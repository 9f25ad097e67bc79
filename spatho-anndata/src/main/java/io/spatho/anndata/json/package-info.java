/** JSON from files that nobody vouches for; see {@link io.spatho.anndata.json.LimitedJson}. */
package io.spatho.anndata.json;
