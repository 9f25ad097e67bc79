package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.celltypist.CellTypistReader;
import io.spatho.core.annotate.CellTypeModel;
import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.annotate.MarkerPanelReader;
import io.spatho.core.annotate.MarkerTest;
import io.spatho.core.annotate.OrganPack;
import io.spatho.core.annotate.PanelFilter;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** By which marker genes and models clusters are named. */
final class AnnotationOptions {

    @Option(
            names = {"--markers", "--panel"},
            paramLabel = "FILE",
            description = "Marker panel instead of the bundled thirteen compartments: GMT, CSV or TSV with compartment"
                    + " and gene, PanglaoDB's TSV, or an organ pack in YAML.")
    Optional<Path> markers = Optional.empty();

    @Option(
            names = "--organ",
            paramLabel = "NAME",
            description = "A bundled panel of cell types instead: generic, lung or breast.")
    Optional<String> organ = Optional.empty();

    @Option(
            names = "--panel-species",
            paramLabel = "NAME",
            description = "Keep PanglaoDB's markers of human or mouse only.")
    Optional<String> species = Optional.empty();

    @Option(
            names = "--panel-organ",
            paramLabel = "NAME",
            description = "Keep PanglaoDB's cell types of one organ only, such as Lungs.")
    Optional<String> panelOrgan = Optional.empty();

    @Option(
            names = "--panel-least",
            paramLabel = "SHARE",
            description = "Keep PanglaoDB's markers with at least this sensitivity or specificity, 0 to 1.")
    Optional<Double> least = Optional.empty();

    @Option(
            names = "--marker-test",
            paramLabel = "TEST",
            defaultValue = "wilcoxon",
            description = "Test of marker genes: wilcoxon or t-test (default: ${DEFAULT-VALUE}).")
    String test = "wilcoxon";

    @Option(
            names = "--celltypist",
            paramLabel = "FILE",
            description = "A CellTypist model (.pkl, read as data) to ask about cells that look immune.")
    Optional<Path> celltypist = Optional.empty();

    @Option(
            names = "--celltypist-min-share",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Smallest share of a majority; below it a cluster is Heterogeneous (default: ${DEFAULT-VALUE}).")
    double minimumShare;

    /** Fails with a usage error that names the option. */
    void require() {
        RunSettings.requireOneOf("--marker-test", test, List.of(MarkerTest.WILCOXON.id(), MarkerTest.T_TEST.id()));
        organ.ifPresent(name -> RunSettings.requireOneOf("--organ", name, OrganPack.BUNDLED));
        species.ifPresent(name -> RunSettings.requireOneOf("--panel-species", name, List.of("human", "mouse")));
        RunSettings.require(
                "--panel-least",
                least,
                least.filter(share -> !(share >= 0 && share <= 1)).isEmpty());
        RunSettings.require("--celltypist-min-share", minimumShare, minimumShare >= 0 && minimumShare <= 1);
        if (markers.isPresent() && organ.isPresent()) {
            throw new UsageException(
                    Problem.of("--panel and --organ name two panels").fix("Leave one of them out"));
        }
        boolean filtered = species.isPresent() || panelOrgan.isPresent() || least.isPresent();
        if (filtered && markers.isEmpty()) {
            throw new UsageException(Problem.of("--panel-species, --panel-organ and --panel-least filter a file")
                    .fix("Name PanglaoDB's table with --panel"));
        }
    }

    /** The panel that was asked for. */
    MarkerPanel panel() {
        Optional<PanelFilter.Species> kind =
                species.map(name -> name.equals("mouse") ? PanelFilter.Species.MOUSE : PanelFilter.Species.HUMAN);
        PanelFilter filter = new PanelFilter(kind, panelOrgan, least.orElse(0.0));
        return markers.map(file -> MarkerPanelReader.read(file, filter))
                .or(() -> organ.map(OrganPack::bundled))
                .orElseGet(MarkerPanel::bundled);
    }

    /** The cell type model, if one was named. */
    Optional<CellTypeModel> model() {
        return celltypist.map(CellTypistReader::read);
    }

    /** How marker genes are found. */
    MarkerTest test() {
        return MarkerTest.of(test);
    }

    /** Writes what can change a result. */
    void describe(ObjectNode node) {
        markers.ifPresent(value -> node.put("markers", RunSettings.name(value)));
        organ.ifPresent(value -> node.put("organ", value));
        species.ifPresent(value -> node.put("panel_species", value));
        panelOrgan.ifPresent(value -> node.put("panel_organ", value));
        least.ifPresent(value -> node.put("panel_least", value));
        node.put("marker_test", test);
        celltypist.ifPresent(value -> {
            node.put("celltypist", RunSettings.name(value));
            node.put("celltypist_min_share", minimumShare);
        });
    }
}
