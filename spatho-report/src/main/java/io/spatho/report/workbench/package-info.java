/**
 * The evidence of a finished run in the documents of the Python spatho's workbench (schema 0.2.1): EvidenceBundle, ToolCallMeta,
 * CriticReport, ExecutionPlan, CorrectionBundle; start with {@link io.spatho.report.workbench.Workbench}.
 */
package io.spatho.report.workbench;
