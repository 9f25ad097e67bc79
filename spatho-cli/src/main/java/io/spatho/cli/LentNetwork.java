package io.spatho.cli;

import io.spatho.stgpt.runtime.EmbeddingSource;
import java.util.Optional;
import java.util.function.Supplier;

/** A network that is loaded when somebody asks for it, once, and freed in the end. */
final class LentNetwork implements AutoCloseable {

    private final Supplier<Optional<EmbeddingSource>> opener;
    private Optional<EmbeddingSource> opened = Optional.empty();

    LentNetwork(Supplier<Optional<EmbeddingSource>> opener) {
        this.opener = opener;
    }

    Optional<EmbeddingSource> get() {
        if (opened.isEmpty()) {
            opened = opener.get();
        }
        return opened;
    }

    @Override
    public void close() {
        opened.ifPresent(EmbeddingSource::close);
    }
}
