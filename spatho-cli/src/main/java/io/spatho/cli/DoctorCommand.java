package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.engine.EngineReport;
import io.spatho.stgpt.engine.TorchEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho doctor}: what this machine offers, and what to do where something is missing. */
@Command(
        name = "doctor",
        description = "Say what was found on this machine, and what to do about what was not.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private static final long COMFORTABLE_HEAP = 4L << 30;
    private static final long GIB = 1L << 30;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Option(
            names = "--limits",
            description = "Print what is believed of a file at most, and the variables that set it.")
    private boolean limits;

    /** One finding. */
    private record Finding(String status, String name, String message, String fix) {}

    @Override
    public Integer call() {
        if (limits) {
            LimitTable.print(spec.commandLine().getOut(), json);
            return 0;
        }
        List<Finding> findings = List.copyOf(findings());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode list = CanonicalJson.array();
            findings.forEach(finding -> list.addObject()
                    .put("status", finding.status())
                    .put("name", finding.name())
                    .put("message", finding.message())
                    .put("fix", finding.fix()));
            out.println(CanonicalJson.line(list));
        } else {
            findings.forEach(finding -> print(out, finding));
        }
        return findings.stream().anyMatch(finding -> finding.status().equals("fail")) ? 5 : 0;
    }

    private static void print(PrintWriter out, Finding finding) {
        out.printf(Locale.ROOT, "%-4s  %-10s %s%n", finding.status(), finding.name(), finding.message());
        if (!finding.fix().isEmpty()) {
            out.printf(Locale.ROOT, "%18s-> %s%n", "", finding.fix());
        }
    }

    private static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("ok", "spatho", SpathoVersion.current(), ""));
        findings.add(java());
        findings.add(memory());
        findings.add(temporaryFolder());
        findings.addAll(engine(TorchEngine.report()));
        return findings;
    }

    private static Finding java() {
        String message = Runtime.version() + " on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
        return new Finding("ok", "java", message, "");
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory();
        String message = String.format(Locale.ROOT, "up to %.1f GiB of heap", (double) heap / GIB);
        return heap >= COMFORTABLE_HEAP
                ? new Finding("ok", "memory", message, "")
                : new Finding("warn", "memory", message, "For large cases set SPATHO_JAVA_OPTS=-Xmx8g");
    }

    private static Finding temporaryFolder() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            boolean writable = Files.isWritable(folder);
            return new Finding(
                    writable ? "ok" : "fail",
                    "disk",
                    String.format(Locale.ROOT, "%.1f GiB free for temporary files", (double) free / GIB),
                    writable ? "" : "Set SPATHO_JAVA_OPTS=-Djava.io.tmpdir=FOLDER to a folder that can be written");
        } catch (IOException e) {
            return new Finding("warn", "disk", "unknown: " + e.getMessage(), "");
        }
    }

    private static List<Finding> engine(EngineReport report) {
        if (!report.available()) {
            return List.of(new Finding(
                    "fail",
                    "engine",
                    report.problem(),
                    "Runs without models work: spatho run --stgpt none. Otherwise build again on this machine"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "ok", "engine", "PyTorch " + report.libraryVersion() + " through DJL " + report.djlVersion(), ""));
        for (EngineReport.Gpu gpu : report.gpus()) {
            findings.add(new Finding(
                    "ok",
                    "gpu",
                    String.format(
                            Locale.ROOT,
                            "cuda:%d, compute capability %s, %.0f GiB",
                            gpu.index(),
                            gpu.computeCapability(),
                            (double) gpu.memoryBytes() / GIB),
                    ""));
        }
        if (report.gpus().isEmpty()) {
            findings.add(new Finding("info", "gpu", "none; models run on the processor", report.advice()));
        }
        return findings;
    }
}
