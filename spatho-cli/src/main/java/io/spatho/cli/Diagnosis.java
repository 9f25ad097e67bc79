package io.spatho.cli;

import io.spatho.stgpt.engine.EngineReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is found on a machine. Whatever is not as it should be comes with what to do about it: there is no other way to say it. */
final class Diagnosis {

    private static final long GIB = 1L << 30;
    private static final long COMFORTABLE_HEAP = 4 * GIB;
    private static final long COMFORTABLE_DISK = 2 * GIB;
    private static final String OTHER_FOLDER =
            "Set SPATHO_JAVA_OPTS=-Djava.io.tmpdir=FOLDER to a folder with room that can be written";

    private Diagnosis() {}

    /** How a finding bears. */
    enum Status {
        OK,
        /** As it is, with what would change it. */
        INFO,
        WARN,
        FAIL;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One finding; only what is all right needs no fix. */
    record Finding(Status status, String name, String message, String fix) {

        Finding {
            if (status != Status.OK && fix.isBlank()) {
                throw new IllegalArgumentException("no fix for: " + name + ", " + message);
            }
        }

        static Finding ok(String name, String message) {
            return new Finding(Status.OK, name, message, "");
        }
    }

    /** All findings on this machine. */
    static List<Finding> ofThisMachine(EngineReport engine) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("spatho", SpathoVersion.current()));
        findings.add(java());
        findings.add(memory(Runtime.getRuntime().maxMemory()));
        findings.add(disk(Path.of(System.getProperty("java.io.tmpdir")), folder -> Files.getFileStore(folder)
                .getUsableSpace()));
        findings.addAll(engine(engine));
        return List.copyOf(findings);
    }

    private static Finding java() {
        return Finding.ok(
                "java",
                Runtime.version() + " on " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
    }

    static Finding memory(long heap) {
        String message = String.format(Locale.ROOT, "up to %.1f GiB of heap", (double) heap / GIB);
        return heap >= COMFORTABLE_HEAP
                ? Finding.ok("memory", message)
                : new Finding(Status.WARN, "memory", message, "For large cases set SPATHO_JAVA_OPTS=-Xmx8g");
    }

    /** Asks how many bytes are free in a folder. */
    @FunctionalInterface
    interface FreeSpace {
        long of(Path folder) throws IOException;
    }

    /** The folder for temporary files: whether it is there, can be written, and has room. */
    static Finding disk(Path folder, FreeSpace space) {
        if (!Files.isDirectory(folder)) {
            return new Finding(Status.FAIL, "disk", "there is no folder for temporary files: " + folder, OTHER_FOLDER);
        }
        try {
            long free = space.of(folder);
            String message = String.format(Locale.ROOT, "%.1f GiB free for temporary files", (double) free / GIB);
            return disk(message, free, Files.isWritable(folder));
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return new Finding(
                    Status.WARN,
                    "disk",
                    "the free space for temporary files is unknown: " + e.getMessage(),
                    "Look with df " + folder + ", or: " + OTHER_FOLDER);
        }
    }

    static Finding disk(String message, long free, boolean isWritable) {
        if (!isWritable) {
            return new Finding(Status.FAIL, "disk", message + ", which cannot be written", OTHER_FOLDER);
        }
        return free >= COMFORTABLE_DISK
                ? Finding.ok("disk", message)
                : new Finding(Status.WARN, "disk", message, "Make room, or: " + OTHER_FOLDER);
    }

    static List<Finding> engine(EngineReport report) {
        if (!report.available()) {
            return List.of(new Finding(
                    Status.FAIL,
                    "engine",
                    report.problem(),
                    "Runs without models work: spatho run --stgpt none. Otherwise build again on this machine"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok("engine", "PyTorch " + report.libraryVersion() + " through DJL " + report.djlVersion()));
        for (EngineReport.Gpu gpu : report.gpus()) {
            findings.add(Finding.ok(
                    "gpu",
                    String.format(
                            Locale.ROOT,
                            "cuda:%d, compute capability %s, %.0f GiB",
                            gpu.index(),
                            gpu.computeCapability(),
                            (double) gpu.memoryBytes() / GIB)));
        }
        if (report.gpus().isEmpty()) {
            findings.add(new Finding(Status.INFO, "gpu", "none; models run on the processor", report.advice()));
        }
        return findings;
    }
}
