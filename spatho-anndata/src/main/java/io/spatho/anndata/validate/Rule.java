package io.spatho.anndata.validate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Something that is checked: a stable code, what should hold, why it matters, and what to do when it does not. */
public sealed interface Rule permits CaseRule, RunRule {

    /**
     * What is said about a rule.
     *
     * @param severity how much a violation weighs
     * @param meaning what should hold
     * @param rationale why it matters
     * @param remedy what to do when it does not hold
     */
    record Wording(Severity severity, String meaning, String rationale, String remedy) {}

    /** The name of the constant, such as {@code CASE_OBS_003}. */
    String name();

    /** What is said about the rule. */
    Wording wording();

    /** Where the rule stands among all. */
    int place();

    /** All rules, those of cases first. */
    static List<Rule> all() {
        return Stream.<Rule>concat(Arrays.stream(CaseRule.values()), Arrays.stream(RunRule.values()))
                .toList();
    }

    /** The stable code, such as {@code CASE-OBS-003}. */
    default String code() {
        return name().replace('_', '-');
    }

    /** How much a violation weighs. */
    default Severity severity() {
        return wording().severity();
    }

    /** What should hold. */
    default String meaning() {
        return wording().meaning();
    }

    /** Why it matters. */
    default String rationale() {
        return wording().rationale();
    }

    /** What to do when it does not hold. */
    default String remedy() {
        return wording().remedy();
    }
}
