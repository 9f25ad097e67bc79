package io.spatho.anndata.validate;

import io.spatho.core.error.Problem;

/**
 * One place where the contract is not kept.
 *
 * @param rule what should hold
 * @param place file and element, column or row
 * @param expected what should be there
 * @param found what is there
 */
public record Violation(Rule rule, String place, String expected, String found) {

    /** Code, severity and all parts on one line, without control characters. */
    public String line() {
        Problem problem = Problem.of(rule.code() + " " + rule.severity().id() + ": " + rule.meaning())
                .at(place)
                .fix(rule.remedy());
        return (expected.isEmpty() ? problem : problem.expected(expected, found)).line();
    }
}
