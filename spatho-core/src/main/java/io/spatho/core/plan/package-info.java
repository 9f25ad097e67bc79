/** What a run is going to do and what it leaves out, said before it begins; start with {@link io.spatho.core.plan.CasePlan}. */
package io.spatho.core.plan;
