package io.spatho.cli;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.text.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a case that was read offers to the tools, in words. */
final class CaseOffers {

    private static final String NONE = "none";

    private CaseOffers() {}

    static Map<String, String> of(PreparedCase prepared) {
        SpatialDataset dataset = prepared.dataset();
        Map<String, String> offers = new LinkedHashMap<>();
        offers.put("platform", dataset.metadata().platform().id());
        offers.put(
                "observations",
                Words.count(dataset.size(), dataset.metadata().platform().observation()));
        offers.put("panel", Words.count(dataset.panel().size(), "gene"));
        offers.put(
                "further_features",
                joined(dataset.modalities().stream()
                        .map(modality ->
                                modality.name() + " (" + modality.features().size() + ")")
                        .collect(Collectors.joining(", "))));
        offers.put(
                "pictures",
                joined(dataset.images().stream().map(image -> image.name()).collect(Collectors.joining(", "))));
        offers.put("slide", prepared.slide().isPresent() ? "an H&E slide" : NONE);
        offers.put(
                "drawn_regions",
                prepared.drawn()
                        .map(DrawnRegions::regions)
                        .map(regions -> Words.count(regions.size(), "region")
                                + ", "
                                + regions.stream()
                                        .filter(region -> !region.label().isEmpty())
                                        .count()
                                + " with a label")
                        .orElse(NONE));
        offers.put("marker_panel", prepared.panel().source());
        offers.put(
                "cell_type_model",
                prepared.cellTypes().map(model -> model.reference().name()).orElse(NONE));
        offers.put("vectors", vectors(prepared));
        return offers;
    }

    private static String vectors(PreparedCase prepared) {
        if (prepared.embedding().isEmpty()) {
            return "principal components only";
        }
        return prepared.settings().model().checkpoint.isPresent()
                ? "a checkpoint that was given"
                : "a small model trained on the case";
    }

    private static String joined(String list) {
        return list.isEmpty() ? NONE : list;
    }
}
