package io.spatho.anndata.validate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Something that is checked: a stable code, what should hold, why it matters, and what to do when it does not. */
public sealed interface Rule permits CaseRule, RunRule {

    /** The name of the constant, such as {@code CASE_OBS_003}. */
    String name();

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
    Severity severity();

    /** What should hold. */
    String meaning();

    /** Why it matters. */
    String rationale();

    /** What to do when it does not hold. */
    String remedy();
}
