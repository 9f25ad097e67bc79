/** The audit of a text against the evidence of a run; start with {@link io.spatho.report.audit.QualityAudit}. */
package io.spatho.report.audit;
