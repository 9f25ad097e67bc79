package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Weight files: the pickle interpreter, PyTorch's two containers, safetensors. */
class CheckpointFuzzTest {

    /** A pickle inside a sound container, so that checksums do not keep the fuzzer out. */
    @FuzzTest(maxDuration = "2m")
    void pickle(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "m/data.pkl", bytes);
            store(zip, "m/data/0", new byte[24]);
        }
        Hostile.file("model.pt", out.toByteArray(), CheckpointReader::read);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    @FuzzTest(maxDuration = "2m")
    void torchZip(byte[] bytes) {
        Hostile.file("model.pt", bytes, CheckpointReader::read);
    }

    @FuzzTest(maxDuration = "2m")
    void torchStream(byte[] bytes) {
        Hostile.file("model.pt", bytes, CheckpointReader::read);
    }

    /** Tensors that were read and written again are the same tensors. */
    @FuzzTest(maxDuration = "2m")
    void safetensors(byte[] bytes) {
        Hostile.file("model.safetensors", bytes, file -> {
            Checkpoint checkpoint = CheckpointReader.read(file);
            List<NamedTensor> tensors = List.copyOf(checkpoint.tensors().values());
            write(file, tensors);
            Checkpoint again = CheckpointReader.read(file);
            assertThat(again.tensors().keySet())
                    .containsExactlyInAnyOrderElementsOf(checkpoint.tensors().keySet());
            for (NamedTensor tensor : tensors) {
                assertThat(again.tensor(tensor.name()).values()).isEqualTo(tensor.values());
            }
        });
    }

    private static void write(Path file, List<NamedTensor> tensors) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(out, tensors, Map.of());
        }
    }
}
