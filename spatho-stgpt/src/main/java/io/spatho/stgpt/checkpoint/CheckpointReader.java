package io.spatho.stgpt.checkpoint;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Reads weight files as data: PyTorch's zip and stream containers and safetensors, told apart by content.
 *
 * <p>Nothing in the file can name code to run: pickles go through an interpreter with an allow-list of instructions and names.
 * Cost: checksums are
 * computed over the whole file; numbers stay in it until they are asked for ({@link NamedTensor}). Errors: {@link InputException} with file, place and cause.
 */
public final class CheckpointReader {

    private static final int ZIP = 0x04034b50;

    private CheckpointReader() {}

    /** Reads a weight file whole. */
    public static Checkpoint read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    Problem.of("there is no such weight file").at(file).fix("Give a .pt or .safetensors file."));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(FileRegion.whole(channel, file));
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(file), e);
        } catch (UncheckedIOException e) {
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(file), e);
        }
    }

    /** Whether a file is a TorchScript archive, which is a program and which {@link #read} refuses; false for what is not a zip. */
    public static boolean isScript(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            FileRegion whole = FileRegion.whole(channel, file);
            return whole.length() >= 16 && whole.buffer(0, 16).getInt(0) == ZIP && TorchZipReader.isScript(whole);
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(file), e);
        }
    }

    private static Checkpoint read(FileRegion file) {
        if (file.length() < 16) {
            throw unknown(file, file.length() + " bytes");
        }
        ByteBuffer start = file.buffer(0, 16);
        if (start.getInt(0) == ZIP) {
            if (TorchZipReader.isScript(file)) {
                throw new InputException(Problem.of("refused a TorchScript program")
                        .at(file.file())
                        .expected("data", "a program")
                        .fix(
                                "A program can run anything; save model.state_dict() or use safetensors. If you trust whoever"
                                        + " made this very file, --trust-model <sha256 of the file>."));
            }
            return TorchZipReader.read(file);
        }
        if ((start.get(0) & 0xFF) == 0x80 && start.get(1) >= 2 && start.get(1) <= 5) {
            return TorchStreamReader.read(file);
        }
        if (start.get(8) == '{') {
            return SafetensorsReader.read(file);
        }
        throw unknown(
                file,
                String.format(
                        Locale.ROOT,
                        "bytes %02x %02x %02x %02x",
                        start.get(0),
                        start.get(1),
                        start.get(2),
                        start.get(3)));
    }

    private static InputException unknown(FileRegion file, String found) {
        return new InputException(Problem.of("the file is not a weight file that spatho knows")
                .at(file.file())
                .expected("a PyTorch checkpoint or safetensors", found)
                .fix("Save model.state_dict() with torch.save, or use safetensors."));
    }
}
