package io.spatho.anndata.visium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a Space Ranger run holds beyond counts and positions, joined to its observations.
 *
 * @param obs the observations with fluorescence and clusters
 * @param obsm the platform's projections
 * @param tables statistics of genes and of probes
 * @param probes counts of single probes, where they were asked for
 */
public record RunExtras(
        Table obs, Map<String, DenseMatrix> obsm, Map<String, Table> tables, Optional<Modality> probes) {

    /** Reads what lies under a sub-folder for the observations given. */
    public static RunExtras read(
            BundleFolder folder,
            String base,
            Table obs,
            SpaceRangerOptions options,
            Workers workers,
            List<String> warnings) {
        String[] ids = obs.strings("cell_id");
        Map<String, Table> tables = new TreeMap<>(SpotExtras.tables(folder, base, workers));
        Optional<Modality> modality = Optional.empty();
        if (options.probes()) {
            Probes probes = Probes.read(folder, base, ids, workers);
            modality = Optional.of(probes.modality());
            tables.put("probes", probes.table());
        }
        SecondaryAnalysis analysis = SecondaryAnalysis.read(folder, base, ids, workers, warnings);
        Map<String, Column> columns = new LinkedHashMap<>(
                SpotExtras.withFluorescence(folder, base, obs, workers).columns());
        columns.putAll(analysis.columns());
        return new RunExtras(Table.of(obs.rows(), columns), analysis.projections(), tables, modality);
    }

    /** Puts all of it into a dataset. */
    public SpatialDataset.Builder onto(SpatialDataset.Builder builder, List<Modality> modalities) {
        List<Modality> all = new ArrayList<>(modalities);
        probes.ifPresent(all::add);
        return builder.obs(obs).obsm(obsm).tables(tables).modalities(all);
    }
}
