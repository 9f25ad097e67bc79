/**
 * Holds what a run found against the guardrails and against itself, and says what a person should look at; start with
 * {@link io.spatho.core.critic.CriticTool}.
 */
package io.spatho.core.critic;
