package io.spatho.cli.corpus;

import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What can happen to any file: loss, truncation, flipped bits, wrong encodings, links and things that are no files. */
final class FileDamages {

    private static final double[] SHARES = {0.01, 0.5, 0.99};

    private final String file;
    private final byte[] good;
    private final List<Damage> damages = new ArrayList<>();

    private FileDamages(String file, byte[] good) {
        this.file = file;
        this.good = good;
    }

    static List<Damage> of(String file, byte[] good, int flips) {
        FileDamages made = new FileDamages(file, good);
        made.losses();
        made.content();
        made.encodings();
        made.links();
        made.flips(flips);
        return made.damages;
    }

    private void add(String kind, String detail, Damage.Work work) {
        damages.add(new Damage(kind, file, detail, work));
    }

    private void bytes(String kind, String detail, byte[] bytes) {
        add(kind, detail, folder -> Files.write(folder.resolve(file), bytes));
    }

    private void losses() {
        add("missing", "", folder -> Files.delete(folder.resolve(file)));
        add("renamed", "", folder -> Files.move(folder.resolve(file), folder.resolve(file + ".bak")));
        add("folder in its place", "", folder -> {
            Files.delete(folder.resolve(file));
            Files.createDirectory(folder.resolve(file));
        });
        add("pipe in its place", "", folder -> {
            Files.delete(folder.resolve(file));
            pipe(folder.resolve(file));
        });
    }

    /** Where the machine cannot make pipes the file is only missing. */
    private static void pipe(Path path) throws IOException {
        try {
            new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void content() {
        bytes("empty", "", new byte[0]);
        for (double share : SHARES) {
            bytes("truncated", (int) (100 * share) + " %", Arrays.copyOf(good, (int) (good.length * share)));
        }
        bytes("truncated", "last byte", Arrays.copyOf(good, good.length - 1));
        byte[] longer = Arrays.copyOf(good, good.length + 100);
        bytes("zeros after the end", "", longer);
        bytes("other content", "text", "this is not the file that it was\n".getBytes(StandardCharsets.UTF_8));
        bytes("other content", "picture", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0});
        bytes("other content", "zeros", new byte[good.length]);
    }

    private void encodings() {
        String text = new String(good, StandardCharsets.UTF_8);
        if (good.length == 0 || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), good)) {
            return;
        }
        encoded("UTF-16", text, StandardCharsets.UTF_16);
        bytes("other encoding", "byte-order mark", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
        bytes("other encoding", "CRLF", text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        int middle = text.length() / 2;
        encoded("Latin-1", text.substring(0, middle) + "\u00e9" + text.substring(middle), StandardCharsets.ISO_8859_1);
    }

    private void encoded(String detail, String text, Charset charset) {
        bytes("other encoding", detail, text.getBytes(charset));
    }

    private void links() {
        add("link out of the folder", "", folder -> {
            Path elsewhere = folder.resolveSibling("elsewhere");
            Files.createDirectories(elsewhere);
            Path moved = elsewhere.resolve("moved");
            Files.deleteIfExists(moved);
            Files.move(folder.resolve(file), moved);
            Files.createSymbolicLink(folder.resolve(file), moved);
        });
        add("link to itself", "", folder -> {
            Files.delete(folder.resolve(file));
            Files.createSymbolicLink(folder.resolve(file), folder.resolve(file));
        });
        add("link inside the folder", "", folder -> {
            Path moved = folder.resolve("moved.bin");
            Files.move(folder.resolve(file), moved);
            Files.createSymbolicLink(folder.resolve(file), moved);
        });
        add("link to a device", "", folder -> {
            Files.delete(folder.resolve(file));
            Files.createSymbolicLink(folder.resolve(file), Path.of("/dev/zero"));
        });
    }

    private void flips(int count) {
        for (int i = 0; i < count && good.length > 0; i++) {
            CounterRandom random = CounterRandom.of(3, "flip " + file, i);
            // Every third in the first 400 bytes, where formats keep their heads.
            int most = i % 3 == 0 ? Math.min(400, good.length) : good.length;
            int at = random.nextInt(most);
            int bit = random.nextInt(8);
            add("flipped bit", at + "." + bit, folder -> {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << bit);
                Files.write(folder.resolve(file), bad);
            });
        }
    }
}
