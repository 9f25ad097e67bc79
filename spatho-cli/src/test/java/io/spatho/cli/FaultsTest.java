package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.Platform;
import io.spatho.core.error.InputException;
import io.spatho.core.run.RunFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What disks, other processes and changing files do to a command: one clear line, the exit code of the design, nothing half-written. */
class FaultsTest {

    private static final int BAD_INPUT = 3;
    private static final int MISSING_RESOURCE = 5;

    @TempDir
    static Path shared;

    private static Path made;

    @TempDir
    Path temp;

    @BeforeAll
    static void makeBundle() {
        made = bundle(Platform.XENIUM, 300, shared.resolve("made"));
    }

    private static String theLine(Outcome outcome) {
        List<String> lines = outcome.err()
                .lines()
                .filter(line -> line.startsWith("spatho: "))
                .toList();
        assertThat(lines).as(outcome.err()).hasSize(1);
        return lines.get(0);
    }

    @Test
    void whoComesSecondToAFolderIsToldWhoIsThere() {
        Path out = temp.resolve("out");
        try (RunFolder first = RunFolder.open(out, RunFolder.Existing.REFUSE)) {
            Outcome second = spatho("run", made.toString(), "-o", out.toString(), "--resume");
            assertThat(second.exitCode()).isEqualTo(MISSING_RESOURCE);
            assertThat(theLine(second))
                    .contains(
                            "another spatho process (" + ProcessHandle.current().pid() + ")");
            assertThat(first.root()).isDirectory();
        }
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void aLinkedFolderInsideTheOutputIsRefusedAndWhatItLeadsToIsLeftAlone() throws IOException {
        Path elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("theirs.txt"), "keep");
        Path out = temp.resolve("out");
        RunFolder.open(out, RunFolder.Existing.REFUSE).close();
        Files.createSymbolicLink(out.resolve("analysis"), elsewhere);
        Files.writeString(out.resolve("audit.jsonl"), "");
        Outcome refused = spatho("run", made.toString(), "-o", out.toString(), "--resume");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(theLine(refused)).contains("link");
        assertThat(elsewhere.resolve("theirs.txt")).hasContent("keep");
        assertThat(elsewhere.toFile().list()).containsExactly("theirs.txt");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
        Path locked = Files.createDirectories(temp.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(locked), "permissions do not hold for this user");
        Outcome refused =
                spatho("run", made.toString(), "-o", locked.resolve("out").toString());
        assertThat(refused.exitCode()).isEqualTo(MISSING_RESOURCE);
        assertThat(theLine(refused)).contains("permission denied");
    }

    /** A disk of 1 MiB, where one can be made; after it is larger the same command goes on to the same bytes. */
    @Test
    void aFullDiskEndsTheRunInOneLineAndWithRoomItGoesOn() throws Exception {
        Path disk = Files.createDirectories(temp.resolve("disk"));
        assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()), "no disk can be mounted here");
        try {
            Path out = disk.resolve("out");
            Outcome full = spatho("run", made.toString(), "-o", out.toString(), "--stgpt", "none");
            assertThat(full.exitCode()).isEqualTo(MISSING_RESOURCE);
            assertThat(theLine(full)).contains("No space left on device").contains("bytes free");
            assertThat(out.resolve("evidence_manifest.json")).doesNotExist();
            assumeTrue(ran("mount", "-o", "remount,size=200m", disk.toString()), "the disk cannot be made larger");
            assertThat(spatho("run", made.toString(), "-o", out.toString(), "--stgpt", "none", "--resume")
                            .exitCode())
                    .isZero();
            Path elsewhere = temp.resolve("elsewhere");
            assertThat(spatho("run", made.toString(), "-o", elsewhere.toString(), "--stgpt", "none")
                            .exitCode())
                    .isZero();
            assertThat(digests(out, "run_log.json")).isEqualTo(digests(elsewhere, "run_log.json"));
        } finally {
            assertThat(ran("umount", disk.toString())).isTrue();
        }
    }

    private static boolean ran(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aResultThatCannotBeWrittenIsAFailureAndAReaderWhoHasEnoughIsNot() {
        StringWriter err = new StringWriter();
        assertThat(SpathoCommand.execute(broken("No space left on device"), err, "inspect", made.toString()))
                .isEqualTo(MISSING_RESOURCE);
        assertThat(err.toString()).contains("No space left on device");
        assertThat(SpathoCommand.execute(broken("Broken pipe"), new StringWriter(), "inspect", made.toString()))
                .isZero();
    }

    private static Writer broken(String reason) {
        return new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException(reason);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void anInputThatChangesWhileItIsReadIsNoticed() throws IOException {
        Path file = Files.writeString(temp.resolve("regions.geojson"), "{}");
        Path inside = Files.writeString(
                Files.createDirectories(temp.resolve("bundle")).resolve("cells.csv"), "a");
        Files.writeString(inside.resolveSibling("notes.txt"), "a");
        InputWatch watch = InputWatch.of(inside.getParent(), List.of(file));
        List<SourceFile> read = List.of(new SourceFile("cells", "cells.csv", 1, ""));
        watch.require(read);
        Files.writeString(inside.resolveSibling("notes.txt"), "what was not read may change");
        watch.require(read);
        Files.writeString(inside, "b", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> watch.require(read))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("changed while it was read")
                .hasMessageContaining("cells.csv");
        InputWatch other = InputWatch.of(inside.getParent(), List.of(file));
        Files.delete(file);
        assertThatThrownBy(() -> other.require(read)).hasMessageContaining("regions.geojson");
        assertThatThrownBy(() -> other.require(read))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.exitCode()).isEqualTo(BAD_INPUT));
    }

    @Test
    void namesThatSteerATerminalArePrintedAsCodes() throws IOException {
        StringWriter out = new StringWriter();
        try (PrintedText text = new PrintedText(out, false)) {
            text.write("a\u001B[2Jb\u202Ec\rd\r\n\te");
        }
        assertThat(out.toString()).isEqualTo("a\\u001B[2Jb\\u202Ec\\u000Dd\r\n\te");
    }
}
