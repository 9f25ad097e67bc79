/** Versioned rules and what they said. */
package io.spatho.core.guardrail;
