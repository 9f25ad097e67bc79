package io.spatho.anndata.hdf5;

import io.jhdf.AbstractNode;
import io.jhdf.api.NodeType;
import io.jhdf.dataset.NoParent;
import io.jhdf.storage.HdfBackingStorage;

/** An object of which only header and attributes are wanted. */
final class HeaderNode extends AbstractNode {

    HeaderNode(HdfBackingStorage storage, long address, String name) {
        super(storage, address, name, NoParent.INSTANCE);
    }

    @Override
    public NodeType getType() {
        return NodeType.GROUP;
    }
}
