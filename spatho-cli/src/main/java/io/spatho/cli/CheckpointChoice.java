package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.nn.TrustedScripts;
import io.spatho.stgpt.runtime.CheckpointOptions;
import io.spatho.stgpt.runtime.RuntimeLimits;
import io.spatho.stgpt.tokens.GeneNames;
import io.spatho.stgpt.tokens.TokenSettings.GeneChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How a checkpoint is to be used: other names of genes, which genes stay, the number format. */
final class CheckpointChoice {

    @Option(
            names = "--gene-aliases",
            paramLabel = "TSV",
            description = "Other names of genes for the checkpoint: columns name (alias or Ensembl id) and symbol.")
    Optional<Path> aliases = Optional.empty();

    @Option(
            names = "--orthologues",
            paramLabel = "TSV",
            description =
                    "For mouse sections and a human checkpoint: columns mouse and human; only pairs that are one to"
                            + " one count.")
    Optional<Path> orthologues = Optional.empty();

    @Option(
            names = "--gene-choice",
            paramLabel = "WHICH",
            defaultValue = "reference",
            description = "Which genes stay when a cell has more than the checkpoint takes: reference (drawn, keyed by"
                    + " seed and cell) or top-expressed (default: ${DEFAULT-VALUE}).")
    String choice = "reference";

    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            defaultValue = "float32",
            description = "Number format of the checkpoint's products: float32, float16 or bfloat16 (default:"
                    + " ${DEFAULT-VALUE}).")
    String precision = "float32";

    @Option(
            names = "--trust-model",
            paramLabel = "SHA256",
            description = "Load this very TorchScript file, a program, as the checkpoint's weights; other programs are"
                    + " refused. May be given several times.")
    List<String> trusted = List.of();

    @Option(
            names = "--stgpt-gene-column",
            paramLabel = "COLUMN",
            description = "Column of the genes with the names that the checkpoint's vocabulary knows: feature_name,"
                    + " feature_id or another text column (default: feature_name).")
    Optional<String> geneColumn = Optional.empty();

    @Option(
            names = {"--batch-size", "--stgpt-batch-size"},
            paramLabel = "N",
            description =
                    "Most cells that go through the checkpoint at once (default: as many as fit a batch of tokens).")
    Optional<Integer> batchSize = Optional.empty();

    @Option(
            names = "--stgpt-max-length",
            paramLabel = "N",
            description = "Most tokens of a cell (default: the checkpoint's own).")
    Optional<Integer> maxLength = Optional.empty();

    boolean isGiven() {
        return aliases.isPresent()
                || orthologues.isPresent()
                || !trusted.isEmpty()
                || geneColumn.isPresent()
                || batchSize.isPresent()
                || maxLength.isPresent();
    }

    private RuntimeLimits limits() {
        return new RuntimeLimits(
                geneColumn,
                batchSize.map(OptionalInt::of).orElse(OptionalInt.empty()),
                maxLength.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    CheckpointOptions options() {
        return new CheckpointOptions(
                GeneNames.read(aliases, orthologues), geneChoice(), format(), TrustedScripts.of(trusted), limits());
    }

    private GeneChoice geneChoice() {
        return switch (choice) {
            case "reference" -> GeneChoice.REFERENCE;
            case "top-expressed" -> GeneChoice.TOP_EXPRESSED;
            default -> throw unknown("--gene-choice", "reference or top-expressed", choice);
        };
    }

    private Precision format() {
        return switch (precision) {
            case "float32" -> Precision.FLOAT32;
            case "float16" -> Precision.FLOAT16;
            case "bfloat16" -> Precision.BFLOAT16;
            default -> throw unknown("--precision", "float32, float16 or bfloat16", precision);
        };
    }

    private static UsageException unknown(String option, String allowed, String found) {
        return new UsageException(Problem.of("unknown value").at(option).expected(allowed, found));
    }

    /** The files that were given, by their role in the manifest. */
    Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        aliases.ifPresent(file -> files.put("gene_aliases", file));
        orthologues.ifPresent(file -> files.put("orthologues", file));
        return files;
    }

    /** Fails with a usage error that names the option. */
    void require() {
        geneChoice();
        format();
        RunSettings.require("--stgpt-batch-size", batchSize, batchSize.orElse(1) >= 1);
        RunSettings.require("--stgpt-max-length", maxLength, maxLength.orElse(2) >= 2);
    }

    /** Adds what was chosen to the effective configuration. */
    void describe(ObjectNode node) {
        files().forEach((role, file) -> node.put(role, String.valueOf(file.getFileName())));
        node.put("gene_choice", choice);
        node.put("precision", precision);
        geneColumn.ifPresent(value -> node.put("stgpt_gene_column", value));
        batchSize.ifPresent(value -> node.put("stgpt_batch_size", value));
        maxLength.ifPresent(value -> node.put("stgpt_max_length", value));
        if (!trusted.isEmpty()) {
            node.put("trust_model", String.join(",", trusted));
        }
    }
}
