package io.spatho.anndata.pickle;

/** A name that a policy allows a pickle to mention; what it stands for is the policy's own affair. */
public interface PickleName {

    /** Module and name with a dot between, as the pickle says it. */
    String name();
}
