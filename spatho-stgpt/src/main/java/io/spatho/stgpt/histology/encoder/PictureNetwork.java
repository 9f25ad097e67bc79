package io.spatho.stgpt.histology.encoder;

import ai.djl.ndarray.NDArray;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;

/** A network on a device: pictures, batch x 3 x side x side, to vectors, batch x outputs. Safe for several threads. */
interface PictureNetwork extends AutoCloseable {

    NDArray vectors(NDArray pictures, TensorScope scope, Precision precision);

    @Override
    void close();
}
