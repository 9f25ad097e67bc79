package io.spatho.cli.corpus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Slides whose directories lead in circles, whose sizes are impossible and whose tiles lie elsewhere. */
final class TiffDamages {

    private static final int SUB_DIRECTORIES = 330;

    private final String file;
    private final List<Damage> damages = new ArrayList<>();

    private TiffDamages(String file) {
        this.file = file;
    }

    static List<Damage> of(String file) {
        TiffDamages made = new TiffDamages(file);
        made.directories();
        made.sizes();
        return made.damages;
    }

    /** A classic little-endian TIFF whose first directory is edited. */
    private interface Edit {
        void change(ByteBuffer tiff, int directory);
    }

    private void edit(String kind, String detail, Edit edit) {
        damages.add(new Damage(kind, file, detail, folder -> {
            byte[] bytes = Files.readAllBytes(folder.resolve(file));
            ByteBuffer tiff = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (tiff.getInt(0) != 0x002a4949) {
                throw new IllegalStateException("the sound slide is no classic TIFF");
            }
            edit.change(tiff, tiff.getInt(4));
            Files.write(folder.resolve(file), bytes);
        }));
    }

    private static int next(ByteBuffer tiff, int directory) {
        return directory + 2 + 12 * tiff.getShort(directory);
    }

    private void tag(String kind, String detail, int tag, int value) {
        edit(kind, detail, (tiff, directory) -> {
            for (int at = directory + 2; at < next(tiff, directory); at += 12) {
                if ((tiff.getShort(at) & 0xffff) == tag) {
                    tiff.putInt(at + 8, value);
                }
            }
        });
    }

    private void directories() {
        edit(
                "circle of directories",
                "the first after itself",
                (tiff, directory) -> tiff.putInt(next(tiff, directory), directory));
        tag("circle of directories", "a level is the first", SUB_DIRECTORIES, 8);
        edit("circle of directories", "inside the header", (tiff, directory) -> tiff.putInt(next(tiff, directory), 2));
        edit("impossible counts", "first directory", (tiff, directory) -> tiff.putInt(4, -8));
        edit("impossible counts", "tags", (tiff, directory) -> tiff.putShort(directory, (short) -1));
        edit("impossible counts", "no tags", (tiff, directory) -> tiff.putShort(directory, (short) 0));
        edit("impossible counts", "values of every tag", (tiff, directory) -> {
            for (int at = directory + 2; at < next(tiff, directory); at += 12) {
                tiff.putInt(at + 4, -1);
            }
        });
        edit("other type", "every tag", (tiff, directory) -> {
            for (int at = directory + 2; at < next(tiff, directory); at += 12) {
                tiff.putShort(at + 2, (short) 12);
            }
        });
        edit("other byte order", "of the header alone", (tiff, directory) -> tiff.putInt(0, 0x2a004d4d));
        damages.add(new Damage("impossible counts", file, "a chain of directories", folder -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteBuffer chain = ByteBuffer.allocate(8 + 100_000 * 6).order(ByteOrder.LITTLE_ENDIAN);
            chain.putInt(0x002a4949).putInt(8);
            for (int i = 1; i <= 100_000; i++) {
                chain.putShort((short) 0).putInt(8 + 6 * i);
            }
            out.write(chain.array());
            Files.write(folder.resolve(file), out.toByteArray());
        }));
    }

    private void sizes() {
        for (int tag : new int[] {256, 257, 322, 323}) {
            tag("impossible counts", "tag " + tag + " is large", tag, Integer.MAX_VALUE - 15);
            tag("impossible counts", "tag " + tag + " is zero", tag, 0);
        }
        tag("impossible counts", "bits", 258, 0);
        tag("impossible counts", "samples", 277, 60_000);
        tag("other packing", "unknown", 259, 4711);
        tag("other packing", "LZW", 259, 5);
        tag("other packing", "JPEG", 259, 7);
        tag("other packing", "JPEG 2000", 259, 33005);
        tag("wrong place", "of tiles", 324, -256);
        tag("wrong place", "size of tiles", 325, Integer.MAX_VALUE);
    }
}
