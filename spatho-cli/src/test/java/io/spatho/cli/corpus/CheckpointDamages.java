package io.spatho.cli.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Weight files that would run code, unpack without end or leave their folder. */
final class CheckpointDamages {

    private static final String FILE = "best_model.pt";

    private CheckpointDamages() {}

    static List<Damage> all() {
        List<Damage> damages = new ArrayList<>();
        pickle(damages, "a call of the system", "\u0080\u0002cos\nsystem\n(U\u0004echo0tR.");
        pickle(damages, "an instance", "\u0080\u0002(ios\nPopen\n.");
        pickle(damages, "a stack global", "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.");
        pickle(damages, "an extension", "\u0080\u0002\u0082\u0001.");
        pickle(damages, "a list inside itself", "\u0080\u0002]q\u0000h\u0000a.");
        pickle(damages, "a dictionary inside itself", "\u0080\u0002}q\u0000U\u0001ah\u0000s.");
        pickle(damages, "lists that double", "\u0080\u0002]" + "q\u0000(h\u0000h\u0000l0h\u0000".repeat(40) + ".");
        pickle(damages, "a memo far away", "\u0080\u0002Nr\u00ff\u00ff\u00ff\u007f.");
        pickle(damages, "a long text", "\u0080\u0002X\u00ff\u00ff\u00ff\u007f.");
        pickle(damages, "a deep tuple", "\u0080\u0002)" + "\u0085".repeat(1_000_000) + ".");
        for (String name : List.of("m/../../x", "/m/x", "m\\x", "C:/x", "m/\u0000x", "M/DATA.pkl", "n/x")) {
            damages.add(new Damage("traversal name", FILE, name, folder -> {
                byte[] zip = stored("m/data.pkl", "\u0080\u0002}.", name);
                Files.write(folder.resolve(FILE), zip);
            }));
        }
        damages.add(new Damage("zip bomb", FILE, "deflated entry", folder -> deflated(folder.resolve(FILE))));
        return damages;
    }

    private static void pickle(List<Damage> damages, String detail, String pickle) {
        damages.add(new Damage(
                "hostile pickle",
                FILE,
                detail,
                folder -> Files.write(folder.resolve(FILE), stored("m/data.pkl", pickle, "m/version"))));
    }

    private static byte[] stored(String first, String content, String second) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, first, content.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, second, new byte[] {'3'});
        }
        return out.toByteArray();
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

    private static void deflated(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("m/data.pkl"));
            zip.write(new byte[100 << 20]);
            zip.closeEntry();
        }
    }
}
