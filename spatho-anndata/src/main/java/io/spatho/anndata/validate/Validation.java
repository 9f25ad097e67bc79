package io.spatho.anndata.validate;

import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.zarr.ZarrSource;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is wrong with a case, or with a run and its case.
 *
 * <p>Cost: reads every element that is checked once, matrices piece by piece. Errors: a path at which there is nothing to check is an
 * {@link InputException}; whatever is wrong inside becomes a violation.
 *
 * @param violations in the order of the checks, at most ten of each rule
 * @param counts how often each rule that was broken is broken
 */
public record Validation(List<Violation> violations, Map<Rule, Long> counts) {

    private static final String CASE = "case.h5ad";

    public Validation {
        violations = List.copyOf(violations);
        Map<Rule, Long> ordered = new TreeMap<>(Comparator.comparingInt(Rule.all()::indexOf));
        ordered.putAll(counts);
        counts = Collections.unmodifiableMap(ordered);
    }

    /** Checks a case in an h5ad file or a Zarr store, or a run folder. */
    public static Validation of(Path path, Workers workers) {
        Findings findings = new Findings();
        if (Files.isDirectory(path) && !ZarrSource.isStore(path)) {
            if (!Files.exists(path.resolve(CASE)) && !Files.exists(path.resolve(RunChecks.MANIFEST))) {
                throw new InputException(Problem.of("the folder is neither a case nor a run")
                        .at(path)
                        .expected(CASE + " or " + RunChecks.MANIFEST, "neither"));
            }
            RunChecks run = new RunChecks(path, findings);
            run.check(run.isStudy() ? List.of() : checkCase(path.resolve(CASE), workers, findings));
        } else if (Files.exists(path)) {
            checkCase(path, workers, findings);
        } else {
            throw new InputException(Problem.of("there is nothing at this path").at(path));
        }
        return new Validation(findings.violations(), findings.counts());
    }

    /** Checks a case in HDF5 or Zarr that is open. */
    public static Validation of(ArrayTree source) {
        Findings findings = new Findings();
        CaseChecks.check(source, findings);
        return new Validation(findings.violations(), findings.counts());
    }

    private static List<String> checkCase(Path file, Workers workers, Findings findings) {
        try (ArrayTree source = Bundles.tree(file, workers)) {
            return CaseChecks.check(source, findings);
        } catch (InputException e) {
            findings.add(CaseRule.CASE_FILE_001, file.toString(), "an AnnData file", e.getMessage());
            return List.of();
        }
    }

    /** Whether nothing is wrong; with {@code strict} warnings count too. */
    public boolean isValid(boolean strict) {
        return counts.keySet().stream().noneMatch(rule -> strict || rule.severity() == Severity.ERROR);
    }
}
