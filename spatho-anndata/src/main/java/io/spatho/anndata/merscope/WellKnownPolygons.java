package io.spatho.anndata.merscope;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;

/**
 * The outer rings of a Polygon or MultiPolygon as well-known binary, plain, ISO or extended (Z, M, SRID).
 *
 * <p>Nothing nests deeper than polygons of one MultiPolygon, so no input costs more stack or memory than its bytes. Errors: an {@link
 * IllegalArgumentException} says what is wrong. Source: OGC 06-103r4 §8.2, ISO 13249-3, PostGIS 3 (extended form).
 */
final class WellKnownPolygons {

    private static final int POLYGON = 3;
    private static final int MULTI_POLYGON = 6;
    private static final int EXTENDED_Z = 0x80000000;
    private static final int EXTENDED_M = 0x40000000;
    private static final int EXTENDED_SRID = 0x20000000;
    private static final int FEWEST_CORNERS = 4;

    private final ByteBuffer bytes;
    private final List<Coordinate[]> rings = new ArrayList<>();
    private int dimensions;

    private WellKnownPolygons(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Closed outer rings in the order of the bytes; those of empty polygons are left out. */
    static List<Coordinate[]> outerRings(ByteBuffer source) {
        WellKnownPolygons reader = new WellKnownPolygons(source.duplicate());
        try {
            int kind = reader.head();
            if (kind == MULTI_POLYGON) {
                int parts = reader.count(9);
                for (int part = 0; part < parts; part++) {
                    reader.polygon(reader.head());
                }
            } else {
                reader.polygon(kind);
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
        return reader.rings;
    }

    /** Reads the byte order, the type and what belongs to it. */
    private int head() {
        byte order = bytes.get();
        if (order != 0 && order != 1) {
            throw new IllegalArgumentException("byte order " + order);
        }
        bytes.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int type = bytes.getInt();
        int plain = type & ~(EXTENDED_Z | EXTENDED_M | EXTENDED_SRID);
        int iso = plain / 1000;
        if (iso > 3) {
            throw new IllegalArgumentException("geometry type " + Integer.toUnsignedString(type));
        }
        boolean z = (type & EXTENDED_Z) != 0 || iso == 1 || iso == 3;
        boolean m = (type & EXTENDED_M) != 0 || iso == 2 || iso == 3;
        dimensions = 2 + (z ? 1 : 0) + (m ? 1 : 0);
        if ((type & EXTENDED_SRID) != 0) {
            bytes.getInt();
        }
        return plain % 1000;
    }

    /** A count of things of at least so many bytes each. */
    private int count(int bytesEach) {
        long count = Integer.toUnsignedLong(bytes.getInt());
        if (count * bytesEach > bytes.remaining()) {
            throw new IllegalArgumentException("a count of " + count + " in " + bytes.remaining() + " bytes");
        }
        return (int) count;
    }

    private void polygon(int kind) {
        if (kind != POLYGON) {
            throw new IllegalArgumentException("geometry type " + kind);
        }
        int count = count(Integer.BYTES);
        for (int ring = 0; ring < count; ring++) {
            int corners = count(dimensions * Double.BYTES);
            if (ring > 0) {
                bytes.position(bytes.position() + corners * dimensions * Double.BYTES);
            } else if (corners > 0) {
                rings.add(ring(corners));
            }
        }
    }

    private Coordinate[] ring(int corners) {
        Coordinate[] ring = new Coordinate[corners];
        for (int i = 0; i < corners; i++) {
            ring[i] = new Coordinate(bytes.getDouble(), bytes.getDouble());
            bytes.position(bytes.position() + (dimensions - 2) * Double.BYTES);
        }
        if (corners < FEWEST_CORNERS || !ring[0].equals2D(ring[corners - 1])) {
            throw new IllegalArgumentException("a ring of " + corners + " corners that is not closed");
        }
        return ring;
    }
}
