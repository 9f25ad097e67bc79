/** Statements with the rows they rest on; start with {@link io.spatho.core.evidence.Evidence}. */
package io.spatho.core.evidence;
