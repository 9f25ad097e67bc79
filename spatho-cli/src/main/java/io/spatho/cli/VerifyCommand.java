package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.attestation.KeyFiles;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.run.RunVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho verify OUT}: finds any altered, missing or extra file of a run. */
@Command(
        name = "verify",
        description = "Compare a run folder with its manifest; exit code 3 when anything was altered, lost or added.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    private static final int BAD_INPUT = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OUT", description = "The output folder of a run.")
    private Path folder;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Ed25519 public key (PEM) whose signature the run must carry.")
    private Optional<Path> key = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        RunVerifier.Report report = RunVerifier.verify(folder, key.map(KeyFiles::publicKey));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = CanonicalJson.object();
            node.put("artifacts", report.artifacts());
            node.put("intact", report.findings().isEmpty());
            var findings = node.putArray("findings");
            report.findings().forEach(findings::add);
            node.put("decisions", report.decisions()).put("decisions_head", report.decisionsHead());
            out.println(CanonicalJson.line(node));
        } else if (report.findings().isEmpty()) {
            out.println("intact: " + report.artifacts() + " artifacts match the manifest"
                    + (report.decisions() == 0
                            ? ""
                            : ", " + report.decisions() + " decisions end in " + report.decisionsHead()));
        } else {
            report.findings().forEach(out::println);
        }
        return report.findings().isEmpty() ? 0 : BAD_INPUT;
    }
}
