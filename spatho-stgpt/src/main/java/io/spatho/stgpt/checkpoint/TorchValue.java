package io.spatho.stgpt.checkpoint;

import io.spatho.anndata.pickle.PickleName;

/** What a checkpoint's pickle may hold besides plain values. */
sealed interface TorchValue {

    /** A name that the allow-list knows. */
    record Global(String name, Role role, ElementType type) implements TorchValue, PickleName {}

    /** What an allowed name may be used for. */
    enum Role {
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        ORDERED_DICT,
        SIZE,
        STORAGE,
        TYPE
    }

    /** A run of {@code count} numbers that begins at number {@code first} of the storage named. */
    record Storage(ElementType type, String key, long numbers, long first, long count) implements TorchValue {}

    /** A strided view of a storage. */
    record Tensor(Storage storage, long first, long[] shape, long[] strides, int count, int span)
            implements TorchValue {}

    /** Whether a value is a name with that role. */
    static boolean isRole(Object value, Role role) {
        return value instanceof Global global && global.role() == role;
    }
}
