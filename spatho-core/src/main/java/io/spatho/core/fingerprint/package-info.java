/** Content digests by which inputs, artifacts and evidence are named. */
package io.spatho.core.fingerprint;
