package io.spatho.cli;

import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.nn.TrustedScripts;
import io.spatho.stgpt.scgpt.CheckpointCard;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt inspect CHECKPOINT}: the card of a checkpoint, and whether it would be taken. */
@Command(
        name = "inspect",
        description = "Print the card of a checkpoint: what it is, what it holds, and what would be refused.",
        mixinStandardHelpOptions = true)
final class StgptInspectCommand implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CHECKPOINT",
            description = "A folder with vocab.json, args.json and best_model.pt or best_model.safetensors, or one"
                    + " weight file.")
    private Path checkpoint;

    @Option(names = "--json", description = "Print the card as JSON, with every tensor.")
    private boolean json;

    @Option(
            names = "--trust-model",
            paramLabel = "SHA256",
            description = "Load this very TorchScript file, a program; other programs are refused.")
    private List<String> trusted = List.of();

    @Override
    public Integer call() {
        CheckpointCard card = CheckpointCard.of(checkpoint, TrustedScripts.of(trusted));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(CanonicalJson.line(card.document()));
        } else {
            print(card, out);
        }
        return card.loads() ? 0 : 3;
    }

    private static void print(CheckpointCard card, PrintWriter out) {
        row(out, "flavour", card.flavour().words());
        card.fingerprint().ifPresent(value -> row(out, "fingerprint", value));
        for (CheckpointCard.StoredFile file : card.files()) {
            row(out, "file", String.format(Locale.ROOT, "%-24s %,15d  %s", file.name(), file.bytes(), file.sha256()));
        }
        card.architecture().forEach((name, value) -> row(out, name.replace('_', ' '), value));
        card.tokens().ifPresent(count -> row(out, "vocabulary", String.format(Locale.ROOT, "%,d tokens", count)));
        row(
                out,
                "tensors",
                String.format(
                        Locale.ROOT, "%,d with %,d numbers", card.tensors().size(), card.parameters()));
        String types = card.types().entrySet().stream()
                .map(entry -> entry.getKey() + " in " + entry.getValue())
                .collect(Collectors.joining(", "));
        row(out, "number types", types.isEmpty() ? "none" : types);
        if (!card.unused().isEmpty()) {
            row(out, "not used", card.unused().size() + ": " + some(card.unused()));
        }
        card.refusals().forEach(reason -> row(out, "refused", reason));
        row(out, "loads", card.loads() ? "yes" : "no");
    }

    private static String some(List<String> names) {
        String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + ", …" : shown;
    }

    private static void row(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "%-16s  %s%n", name, value);
    }
}
