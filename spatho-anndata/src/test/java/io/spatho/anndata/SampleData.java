package io.spatho.anndata;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real sample bundles outside the project; tests that need one skip when it is absent. */
public final class SampleData {

    private SampleData() {}

    /** The sample of that name. */
    public static Path of(String name) {
        Path path = Path.of(System.getProperty("spatho.sampleData", "absent")).resolve(name);
        assumeTrue(Files.exists(path), "sample data " + name + " absent");
        return path;
    }
}
