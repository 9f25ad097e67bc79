package io.spatho.cli.fuzz;

import io.spatho.anndata.tiff.OmeTiffWriter;
import io.spatho.core.attestation.Envelope;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.parallel.Workers;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.review.ReviewDecision;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Seeds for slides, runs of all platforms and shards. */
final class MoreSeeds {

    private static final int SIDE = MadeTiff.SIDE;

    private MoreSeeds() {}

    static void add(Map<String, byte[]> seeds, Path scratch) throws IOException {
        slides(seeds, scratch.resolve("slide.tif"));
        tables(seeds, "merscope", MadeTables.merscope());
        tables(seeds, "cosmx", MadeTables.cosmx());
        seeds.put("PlatformFuzzTestInputs/wellKnownBinary/little", MadeTables.outline(ByteOrder.LITTLE_ENDIAN));
        seeds.put("PlatformFuzzTestInputs/wellKnownBinary/big", MadeTables.outline(ByteOrder.BIG_ENDIAN));
        archives(seeds);
        seeds.put(
                "PlatformFuzzTestInputs/featureSliceMetadata/grid",
                MadeSlices.METADATA.getBytes(StandardCharsets.UTF_8));
        Path slices = scratch.resolve("feature_slice.h5");
        Files.deleteIfExists(slices);
        MadeSlices.write(slices, MadeSlices.METADATA);
        seeds.put("PlatformFuzzTestInputs/featureSlice/grid", Files.readAllBytes(slices));
        seeds.put("PlatformFuzzTestInputs/alignment/matrix", text("0.5,0,10\n0,-0.5,20.25\n0,0,1\n"));
        seeds.put(
                "PlatformFuzzTestInputs/keypoints/points",
                text("fixedX,fixedY,alignmentX,alignmentY\n10,20,0,0\n110,20,200,1\n10,120,0,199\n60,70,100,100\n"));
        seeds.put("ZarrFuzzTestInputs/shard/two", shard());
        trust(seeds, scratch.resolve("decisions.jsonl"));
    }

    private static void trust(Map<String, byte[]> seeds, Path file) throws IOException {
        Files.deleteIfExists(file);
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        Evidence about = MadeAnswers.all().get(0);
        for (ReviewDecision.Kind kind : ReviewDecision.Kind.values()) {
            Optional<String> label = kind == ReviewDecision.Kind.RELABEL ? Optional.of("Tumour") : Optional.empty();
            DecisionLog.append(file, ReviewDecision.about(about, "run_1", kind, label, "R. V.", "seen"), clock);
        }
        seeds.put("TrustFuzzTestInputs/decisions/three", Files.readAllBytes(file));
        String answer = MadeAnswers.completion(
                "The structure holds 12 cells.", "It holds 99 of **them**.", "See http://evil.example [C1].");
        seeds.put("TrustFuzzTestInputs/modelAnswer/completion", text(answer));
        String id = about.id();
        seeds.put(
                "TrustFuzzTestInputs/modelAnswer/service",
                text("{\"summary\":\"It holds 12 cells [" + id
                        + "]. It is <b>big</b>.\",\"key_evidence\":[\"A share of 25 % (" + id
                        + ").\"],\"caveats\":[]}"));
        seeds.put(
                "TrustFuzzTestInputs/envelope/signed",
                Envelope.sign(MadeAnswers.STATEMENT, MadeAnswers.keys().getPrivate()));
        seeds.put(
                "TrustFuzzTestInputs/genePairs/commas",
                text("ligand,receptor,note\nTGFB1,TGFBR1+TGFBR2,x\n\"A\",B,\n"));
        seeds.put("TrustFuzzTestInputs/genePairs/tabs", text("a\tb\nCXCL12\tCXCR4\r\nC+D\tE+F\n"));
        seeds.put(
                "TrustFuzzTestInputs/clientLines/session",
                text(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\nno json\n"
                                + "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\",\"params\":{}}\n"
                                + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"validate_case\","
                                + "\"arguments\":{\"case\":\"cases/x\"}}}\n"
                                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":3}}\n"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] prefixed(byte[] content, int... prefix) {
        byte[] all = new byte[prefix.length + content.length];
        for (int i = 0; i < prefix.length; i++) {
            all[i] = (byte) prefix[i];
        }
        System.arraycopy(content, 0, all, prefix.length, content.length);
        return all;
    }

    private static void tables(Map<String, byte[]> seeds, String target, Map<String, byte[]> files) {
        int number = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey().replaceAll("[^A-Za-z0-9]+", "-");
            seeds.put("PlatformFuzzTestInputs/" + target + "/" + name, prefixed(file.getValue(), number++));
        }
    }

    private static void archives(Map<String, byte[]> seeds) {
        int number = 0;
        for (Archive archive : MadeXenium.archives().values()) {
            List<byte[]> contents = archive.contents();
            for (int entry = 0; entry < contents.size(); entry++) {
                seeds.put(
                        "PlatformFuzzTestInputs/xeniumArchives/" + number + "-" + entry,
                        prefixed(contents.get(entry), number, entry));
            }
            number++;
        }
    }

    private static byte[] shard() throws IOException {
        ByteBuffer shard = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        long[] index = new long[4];
        for (int chunk = 0; chunk < 2; chunk++) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(new byte[] {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, (byte) chunk, 0, 0, 0});
            }
            index[2 * chunk] = shard.position();
            index[2 * chunk + 1] = packed.size();
            shard.put(packed.toByteArray());
        }
        for (long value : index) {
            shard.putLong(value);
        }
        return Arrays.copyOf(shard.array(), shard.position());
    }

    private static void slides(Map<String, byte[]> seeds, Path file) throws IOException {
        Files.deleteIfExists(file);
        try (Workers workers = new Workers(1)) {
            OmeTiffWriter.write(
                    file,
                    new OmeTiffWriter.Settings(40, 30, 0.5, 16, 0.5f),
                    (from, to) -> new byte[3 * 40 * (to - from)],
                    workers);
        }
        seeds.put("SlideFuzzTestInputs/slide/pyramid", Files.readAllBytes(file));
        byte[] grey = new byte[SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (i * 7 / 5);
        }
        byte[][] tiles = {grey, lzw(grey), jpeg(grey), deflated(grey), packed(grey)};
        for (int i = 0; i < tiles.length; i++) {
            seeds.put("SlideFuzzTestInputs/tile/codec-" + MadeTiff.CODECS[i], prefixed(tiles[i], i));
            seeds.put(
                    "SlideFuzzTestInputs/slide/codec-" + MadeTiff.CODECS[i], MadeTiff.of(MadeTiff.CODECS[i], tiles[i]));
        }
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] jpeg(byte[] grey) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, SIDE, SIDE, grey);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    /** PackBits of literal runs and one repeated byte. */
    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < bytes.length; from += 64) {
            out.write(63);
            out.write(bytes, from, 64);
        }
        out.write(-3);
        out.write(9);
        return out.toByteArray();
    }

    /** LZW codes of 9 bits, with a clear code before they would grow; then the end code. */
    private static byte[] lzw(byte[] bytes) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            if (i % 200 == 0) {
                bits.append(nineBits(256));
            }
            bits.append(nineBits(bytes[i] & 0xff));
        }
        bits.append(nineBits(257)).append("0000000");
        byte[] out = new byte[bits.length() / 8];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return out;
    }

    private static String nineBits(int code) {
        return Integer.toBinaryString(code | 512).substring(1);
    }
}
