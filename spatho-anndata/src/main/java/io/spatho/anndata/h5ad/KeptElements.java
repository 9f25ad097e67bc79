package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a run adds to the AnnData file that its case was read from. */
final class KeptElements {

    private KeptElements() {}

    static CaseAdditions additions(
            ArrayTree source,
            AnnDataFile archive,
            SpatialDataset dataset,
            List<String> labels,
            Map<String, DenseMatrix> vectors,
            Map<String, CsrMatrix> graphs) {
        MetadataReader stored = new MetadataReader(source);
        boolean contract = stored.isContract();
        String counts = contract
                ? stored.counts()
                : CountsPlace.find(source, archive).map(CountsPlace::name).orElse(MetadataElement.COUNTS);
        Map<String, String> fields = dataset.metadata().platformFields();
        double unit = contract ? 1 : Double.parseDouble(fields.getOrDefault(ForeignCase.UNIT, "1"));
        List<String> columns = labels.stream()
                .flatMap(name -> dataset.obs().has(name) ? Stream.of(name) : Stream.empty())
                .toList();
        return new CaseAdditions(
                dataset.metadata(),
                dataset.panel(),
                counts,
                contract ? stored.modalities() : List.of(),
                contract ? stored.images() : List.of(),
                CaseAdditions.columns(dataset, columns),
                vectors,
                graphs,
                unit,
                contract);
    }
}
