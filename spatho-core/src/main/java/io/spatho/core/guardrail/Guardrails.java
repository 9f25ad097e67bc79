package io.spatho.core.guardrail;

import io.spatho.core.guardrail.Guardrail.FailureBehaviour;
import java.util.List;
import java.util.Map;

/** The rules of this version of spatho. */
public final class Guardrails {

    /** Labels rest on cells that passed quality control. */
    public static final Guardrail QC_BEFORE_ANNOTATION = new Guardrail(
            "QC_BEFORE_ANNOTATION",
            "1.0",
            "Clusters, structures and annotations made from failed observations describe the failure, not the tissue.",
            Map.of("minimum_share_of_observations_kept", 0.5, "minimum_observations", 20.0),
            FailureBehaviour.WARN);

    /** A predicted value is never taken for a measured one. */
    public static final Guardrail IMPUTATION_NOT_MEASURED = new Guardrail(
            "IMPUTATION_NOT_MEASURED",
            "1.0",
            "Values that a model made must stay recognisable as such wherever they go.",
            Map.of(),
            FailureBehaviour.BLOCK);

    /** Positions and picture lie on each other. */
    public static final Guardrail REGISTRATION_CONFIDENCE = new Guardrail(
            "REGISTRATION_CONFIDENCE",
            "1.1",
            "Positions that miss the picture or the drawn regions lead every spatial statement astray.",
            Map.of("minimum_share_of_observations_inside", 0.5, "maximum_residual_um", 20.0),
            FailureBehaviour.WARN);

    /** The model knows the genes of the panel. */
    public static final Guardrail PANEL_COMPATIBILITY = new Guardrail(
            "PANEL_COMPATIBILITY",
            "1.1",
            "A model that knows few of the measured genes embeds what is left, and its vectors mean little; below the"
                    + " smaller share they mean nothing and are not made.",
            Map.of(
                    "minimum_share_of_genes_in_vocabulary", 0.3,
                    "minimum_share_to_embed_at_all", 0.05,
                    "minimum_share_of_classifier_weight", 0.2),
            FailureBehaviour.WARN);

    /** Vectors that were computed elsewhere cover the case and passed their own checks. */
    public static final Guardrail CELL_COVERAGE_MINIMUM = new Guardrail(
            "CELL_COVERAGE_MINIMUM",
            "1.0",
            "Regions and structures whose observations lack a vector are described by those that happen to have one; the share that is"
                    + " asked for can be set with stgpt_min_cell_coverage.",
            Map.of("minimum_cell_coverage", 0.95),
            FailureBehaviour.BLOCK);

    /** Patterns of the whole slide rest on a signal. */
    public static final Guardrail SPATIAL_SIGNAL = new Guardrail(
            "SPATIAL_SIGNAL",
            "1.0",
            "Where labels are unsure, or neither genes nor clusters are arranged in space, a pattern of the whole slide would be"
                    + " made of noise.",
            Map.of(
                    "minimum_mean_confidence", 0.4,
                    "maximum_share_of_low_confidence", 0.5,
                    "minimum_moderate_genes_without_a_strong_one", 3.0,
                    "minimum_arranged_cluster_pairs", 1.0,
                    "signs_that_stop", 2.0),
            FailureBehaviour.WARN);

    /** A correction across slides keeps what differs for biological reasons. */
    public static final Guardrail INTEGRATION_CONSERVATION = new Guardrail(
            "INTEGRATION_CONSERVATION",
            "1.0",
            "A correction that mixes slides at any price also mixes what truly differs between them.",
            Map.of("tolerated_loss_of_purity", 0.05),
            FailureBehaviour.WARN);

    /** Weak or conflicting evidence goes before a person. */
    public static final Guardrail HUMAN_ESCALATION = new Guardrail(
            "HUMAN_ESCALATION",
            "1.0",
            "Evidence that is weakly supported or ambiguous needs a pathologist's eye before anybody relies on it.",
            Map.of("maximum_share_of_escalated_regions", 0.25),
            FailureBehaviour.ESCALATE);

    /** Channels of a run do not contradict each other. */
    public static final Guardrail CHANNEL_AGREEMENT = new Guardrail(
            "CHANNEL_AGREEMENT",
            "1.0",
            "Statements of one run that contradict each other cannot all be right; which one is, a person must say.",
            Map.of("maximum_conflicts", 0.0),
            FailureBehaviour.ESCALATE);

    private Guardrails() {}

    /** All rules, in the order of reports. */
    public static List<Guardrail> all() {
        return List.of(
                QC_BEFORE_ANNOTATION,
                IMPUTATION_NOT_MEASURED,
                REGISTRATION_CONFIDENCE,
                PANEL_COMPATIBILITY,
                CELL_COVERAGE_MINIMUM,
                SPATIAL_SIGNAL,
                INTEGRATION_CONSERVATION,
                HUMAN_ESCALATION,
                CHANNEL_AGREEMENT);
    }
}
