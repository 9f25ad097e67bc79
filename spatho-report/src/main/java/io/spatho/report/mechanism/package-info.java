/** The mechanism report: sentences over evidence, for research; start with {@link io.spatho.report.mechanism.MechanismWriter}. */
package io.spatho.report.mechanism;
