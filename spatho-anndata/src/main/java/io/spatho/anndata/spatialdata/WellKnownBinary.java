package io.spatho.anndata.spatialdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Geometries as well-known binary, little-endian. Source: OGC Simple Feature Access 1.2.1, 8.2. */
final class WellKnownBinary {

    private static final int POINT = 1;
    private static final int POLYGON = 3;
    private static final int MULTI_POLYGON = 6;
    private static final int HEADER = 5;

    private WellKnownBinary() {}

    static byte[] point(double x, double y) {
        byte[] bytes = new byte[HEADER + 16];
        start(bytes, POINT).putDouble(x).putDouble(y);
        return bytes;
    }

    /** A square with sides along the axes. */
    static byte[] square(double x, double y, double half) {
        double[] xs = {x - half, x + half, x + half, x - half};
        double[] ys = {y - half, y - half, y + half, y + half};
        return polygon(new Ring(xs, ys));
    }

    static byte[] polygon(Ring ring) {
        byte[] bytes = new byte[polygonBytes(ring)];
        put(start(bytes, POLYGON), ring);
        return bytes;
    }

    static byte[] polygons(Iterable<Ring> rings) {
        int size = HEADER + 4;
        int count = 0;
        for (Ring ring : rings) {
            size = Math.addExact(size, polygonBytes(ring));
            count++;
        }
        byte[] bytes = new byte[size];
        ByteBuffer out = start(bytes, MULTI_POLYGON).putInt(count);
        for (Ring ring : rings) {
            put(out.put((byte) 1).putInt(POLYGON), ring);
        }
        return bytes;
    }

    private static int polygonBytes(Ring ring) {
        return Math.addExact(HEADER + 8, Math.multiplyExact(16, ring.x().length + 1));
    }

    private static ByteBuffer start(byte[] bytes, int type) {
        return ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(type);
    }

    /** One ring, closed. */
    private static void put(ByteBuffer bytes, Ring ring) {
        int n = ring.x().length;
        bytes.putInt(1).putInt(n + 1);
        for (int i = 0; i <= n; i++) {
            bytes.putDouble(ring.x()[i % n]).putDouble(ring.y()[i % n]);
        }
    }

    /**
     * The vertices of an outline, the first not repeated at the end.
     *
     * @param x x of each
     * @param y y of each
     */
    record Ring(double[] x, double[] y) {}
}
