/** What a run is vouched for with: an in-toto statement over the digests of its files, and its signature. */
package io.spatho.core.attestation;
