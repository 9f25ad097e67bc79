package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.bundle.Inspection;
import io.spatho.anndata.slide.Slide;
import io.spatho.core.json.CanonicalJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho inspect BUNDLE}: what a bundle holds, what it lacks, and what would not be read. */
@Command(
        name = "inspect",
        description = "List what a bundle holds, what it lacks, and what would not be read.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "BUNDLE",
            description = "A Xenium, Visium or Visium HD folder, an h5ad file, or a slide picture.")
    private Path bundle;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (Slide.isSlide(bundle)) {
            SlideListing.print(bundle, json, out);
            return 0;
        }
        Inspection inspection = Bundles.inspect(bundle);
        if (json) {
            out.println(CanonicalJson.line(document(inspection)));
        } else {
            out.println("platform  " + inspection.platform().id());
            inspection.notes().forEach(note -> out.println("note      " + note));
            for (Inspection.Item item : inspection.items()) {
                String size = item.bytes() < 0 ? "" : String.format(Locale.ROOT, "%,15d", item.bytes());
                out.printf(
                        Locale.ROOT,
                        "%-8s  %-24s %15s  %s%n",
                        item.state().name().toLowerCase(Locale.ROOT),
                        item.role(),
                        size,
                        item.name());
            }
        }
        return inspection.isComplete() ? 0 : 3;
    }

    private static ObjectNode document(Inspection inspection) {
        ObjectNode node = CanonicalJson.object();
        node.put("platform", inspection.platform().id());
        var notes = node.putArray("notes");
        inspection.notes().forEach(notes::add);
        var items = node.putArray("items");
        for (Inspection.Item item : inspection.items()) {
            items.addObject()
                    .put("state", item.state().name().toLowerCase(Locale.ROOT))
                    .put("role", item.role())
                    .put("name", item.name())
                    .put("bytes", item.bytes());
        }
        return node;
    }
}
