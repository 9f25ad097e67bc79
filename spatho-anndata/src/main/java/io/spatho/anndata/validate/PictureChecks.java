package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.AnnDataFile;
import io.spatho.anndata.h5ad.Element;
import java.util.Map;

/** Checks that squidpy can place the pictures of a case. */
final class PictureChecks {

    private final AnnDataFile file;
    private final Findings findings;

    PictureChecks(AnnDataFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    void check() {
        Parts.children(file.uns(), "spatial").forEach((library, element) -> {
            Map<String, Element> parts = Parts.children(element);
            Map<String, Element> factors = Parts.children(parts.get("scalefactors"));
            for (String image : Parts.children(parts.get("images")).keySet()) {
                Element factor = factors.get("tissue_" + image + "_scalef");
                double value = MetadataChecks.number(factor);
                findings.require(
                        value > 0 && Double.isFinite(value),
                        CaseRule.CASE_PLOT_001,
                        "uns/spatial/" + library + "/images/" + image,
                        "a factor above 0",
                        factor == null ? "none" : String.valueOf(value));
            }
        });
    }
}
