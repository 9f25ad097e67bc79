package io.spatho.anndata.hdf5;

/** A dataset whose elements are written; only attributes can be added. */
public final class Hdf5Dataset extends Hdf5Object {

    private final Datatype type;
    private final byte[] dataspace;
    private final byte[] layout;
    private final byte[] filters;

    /** {@code filters} is empty when the elements are stored as they are. */
    Hdf5Dataset(Hdf5Writer writer, Datatype type, byte[] dataspace, byte[] layout, byte[] filters) {
        super(writer);
        this.type = type;
        this.dataspace = dataspace;
        this.layout = layout;
        this.filters = filters;
    }

    @Override
    void messages(ObjectHeader header) {
        header.message(ObjectHeader.DATASPACE, dataspace);
        header.message(ObjectHeader.DATATYPE, type.message());
        header.message(ObjectHeader.FILL_VALUE, DataLayout.fillValue());
        header.message(ObjectHeader.LAYOUT, layout);
        if (filters.length > 0) {
            header.message(ObjectHeader.FILTERS, filters);
        }
    }
}
