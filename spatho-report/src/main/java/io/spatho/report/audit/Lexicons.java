package io.spatho.report.audit;

/** The word lists of the audit; docs/mechanism.md names what they count for. */
final class Lexicons {

    static final Lexicon INTERPRETATION = new Lexicon(
            "suggest",
            "indicate",
            "consistent with",
            "characteristic of",
            "typical of",
            "may indicate",
            "imply",
            "implies",
            "reflect");
    static final Lexicon CLINICAL = new Lexicon(
            "prognosis", "diagnosis", "treatment", "clinical", "therapeutic", "patient", "outcome", "response");
    static final Lexicon MECHANISM = new Lexicon(
            "pathway",
            "signaling",
            "signalling",
            "mechanism",
            "via",
            "mediated by",
            "driven by",
            "*-dependent",
            "axis",
            "crosstalk",
            "ligand",
            "receptor",
            "tgf*",
            "ifn*",
            "vegf*",
            "cxcl*",
            "pd-l1",
            "pd-1",
            "ctla*",
            "il-*",
            "tnf*");
    static final Lexicon CORE_MECHANISM = new Lexicon(
            "pathway",
            "signaling",
            "signalling",
            "mechanism",
            "via",
            "mediated by",
            "driven by",
            "*-dependent",
            "axis");
    static final Lexicon RESEARCH = new Lexicon(
            "et al", "described by", "shown by", "reported by", "published", "study", "studies", "cohort", "trial");
    static final Lexicon MITIGATION = new Lexicon(
            "treatment",
            "therapeutic",
            "inhibit",
            "inhibition",
            "blockade",
            "inhibitor",
            "checkpoint",
            "immunotherapy",
            "chemotherapy",
            "radiation",
            "agent",
            "combination",
            "anti-pd*",
            "car-t",
            "targeted");
    static final Lexicon GENERIC = new Lexicon(
            "plays an important role",
            "plays a key role",
            "complex interplay",
            "further research is needed",
            "it is important to note",
            "in conclusion",
            "a wide range of",
            "provides valuable insights");
    static final Lexicon TANGENT = new Lexicon(
            "population",
            "epidemiology",
            "guideline",
            "history",
            "lifestyle",
            "screening",
            "insurance",
            "genetic counselling");
    static final Lexicon SPATIAL = new Lexicon(
            "spatial*",
            "arrangement",
            "order",
            "neighbour*",
            "neighbor*",
            "territor*",
            "patch*",
            "cluster*",
            "region",
            "compartment",
            "heterogeneity",
            "mixed",
            "section");
    static final Lexicon SIGNIFICANCE =
            new Lexicon("significan*", "p-value", "p value", "adjusted", "adjustment", "random label", "permutation");
    static final Lexicon INTERVAL =
            new Lexicon("interval", "confidence interval", "95 % CI", "95% CI", "uncertainty", "uncertain");
    static final Lexicon CERTAIN = new Lexicon(
            "proves",
            "proven",
            "demonstrates",
            "confirms",
            "definitely",
            "certainly",
            "clearly",
            "undoubtedly",
            "always",
            "conclusively",
            "establishes");
    static final Lexicon HEDGES = new Lexicon(
            "may",
            "might",
            "could",
            "suggest",
            "consistent with",
            "possible",
            "possibly",
            "likely",
            "indicate",
            "weak",
            "moderate",
            "uncertain",
            "open question",
            "hypothesis",
            "hypotheses");
    static final Lexicon STOP_WORDS = new Lexicon(
            "no pattern",
            "weak signal",
            "signal is weak",
            "signal of the slide is weak",
            "too few observations have a sure name",
            "insufficient",
            "not named",
            "withheld",
            "no mechanism");

    private Lexicons() {}
}
