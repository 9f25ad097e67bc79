package io.spatho.anndata.synthetic;

/** A row of a 10x feature list. */
record Feature(String id, String name, String type, String genome) {

    static final String GENE = "Gene Expression";
    static final String CONTROL_PROBE = "Negative Control Probe";
    static final String CONTROL_CODEWORD = "Negative Control Codeword";
    static final String UNASSIGNED = "Unassigned Codeword";
}
