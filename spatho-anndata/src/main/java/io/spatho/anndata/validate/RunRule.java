package io.spatho.anndata.validate;

import static io.spatho.anndata.validate.Severity.ERROR;

/** What is checked of the tables and the manifest of a run. */
public enum RunRule implements Rule {
    /** Tables are there. */
    RUN_TABLE_001(
            ERROR,
            "the tables of a run are there and can be read",
            "Downstream tools read them by these names.",
            "Run again with --resume"),
    /** Columns. */
    RUN_TABLE_002(
            ERROR,
            "a table has its columns first, with their types",
            "Names, order and types are the contract.",
            "Run again; do not edit the tables"),
    /** Sorted. */
    RUN_TABLE_003(
            ERROR,
            "a table is sorted by its ids without repeats",
            "Readers search and merge by it.",
            "Run again; do not edit the tables"),
    /** Embedding columns. */
    RUN_TABLE_004(
            ERROR,
            "embedding columns are emb_0, emb_1 and so on, float32",
            "Consumers stack them by number.",
            "Run again; do not edit the tables"),
    /** Finite. */
    RUN_TABLE_005(
            ERROR, "embeddings are finite", "One NaN spoils every distance.", "Run again; report it if it comes back"),
    /** Metadata. */
    RUN_TABLE_006(
            ERROR,
            "a table carries run_id and origin, the same as its manifest",
            "Only with them can a table be traced once it left its folder.",
            "Run again; do not copy tables between runs"),
    /** Region ids. */
    RUN_REF_001(
            ERROR,
            "region ids are those of region_embeddings.parquet",
            "A region that no table describes cannot be traced.",
            "Run again; do not mix tables of two runs"),
    /** Cell ids. */
    RUN_REF_002(
            ERROR,
            "cell ids are those of the case",
            "An observation that the case lacks cannot be traced.",
            "Run again; do not mix tables of two runs"),
    /** Weights. */
    RUN_VALUE_001(ERROR, "weights lie between 0 and 1", "They are shares.", "Run again; do not edit the tables"),
    /** Words. */
    RUN_VALUE_002(
            ERROR,
            "roles and flags are words of the contract",
            "Consumers select by them.",
            "Run again; do not edit the tables"),
    /** Distances. */
    RUN_VALUE_003(
            ERROR,
            "numbers of cells and distances are not negative",
            "They count and measure.",
            "Run again; do not edit the tables"),
    /** Manifest. */
    RUN_MANIFEST_001(
            ERROR,
            "evidence_manifest.json is there and can be read",
            "It names every artifact; without it nothing can be verified.",
            "Run again with --resume"),
    /** Schema. */
    RUN_MANIFEST_002(
            ERROR,
            "evidence_manifest.json follows its schema",
            "Other tools read it by the schema.",
            "Run again; do not edit the manifest"),
    /** Artifacts. */
    RUN_MANIFEST_003(
            ERROR,
            "artifacts of the manifest are there with their size",
            "A missing or cut file would be noticed too late.",
            "Copy the whole run folder, or run again; spatho verify finds altered bytes");

    private final Severity severity;
    private final String meaning;
    private final String rationale;
    private final String remedy;

    RunRule(Severity severity, String meaning, String rationale, String remedy) {
        this.severity = severity;
        this.meaning = meaning;
        this.rationale = rationale;
        this.remedy = remedy;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String rationale() {
        return rationale;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
