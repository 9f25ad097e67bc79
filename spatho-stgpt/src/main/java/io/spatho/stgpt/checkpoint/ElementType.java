package io.spatho.stgpt.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The number types of stored tensors, with their names in PyTorch and in safetensors; all little-endian. */
enum ElementType {
    FLOAT32("Float", "float32", "F32", 4),
    FLOAT16("Half", "float16", "F16", 2),
    BFLOAT16("BFloat16", "bfloat16", "BF16", 2),
    FLOAT64("Double", "float64", "F64", 8),
    INT64("Long", "int64", "I64", 8),
    INT32("Int", "int32", "I32", 4),
    INT16("Short", "int16", "I16", 2),
    INT8("Char", "int8", "I8", 1),
    UINT8("Byte", "uint8", "U8", 1),
    BOOL("Bool", "bool", "BOOL", 1);

    private final String storage;
    private final String torchName;
    private final String safetensorsName;
    private final int bytes;

    ElementType(String storage, String torchName, String safetensorsName, int bytes) {
        this.storage = storage;
        this.torchName = torchName;
        this.safetensorsName = safetensorsName;
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    String safetensorsName() {
        return safetensorsName;
    }

    /** The type whose storage class is {@code <name>Storage} in PyTorch. */
    static Optional<ElementType> ofStorage(String className) {
        for (ElementType type : values()) {
            if (className.equals(type.storage + "Storage")) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type of that {@code torch.dtype} name. */
    static Optional<ElementType> ofTorch(String name) {
        for (ElementType type : values()) {
            if (name.equals(type.torchName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type of that safetensors name. */
    static Optional<ElementType> ofSafetensors(String name) {
        for (ElementType type : values()) {
            if (name.equals(type.safetensorsName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Decodes the next {@code count} numbers of a little-endian buffer into {@code to} from {@code at}. */
    void decode(ByteBuffer from, float[] to, int at, int count) {
        switch (this) {
            case FLOAT32 -> {
                from.asFloatBuffer().get(to, at, count);
                from.position(from.position() + 4 * count);
            }
            case FLOAT16 -> each(to, at, count, () -> halfToFloat(from.getShort()));
            case BFLOAT16 -> each(to, at, count, () -> Float.intBitsToFloat(from.getShort() << 16));
            case FLOAT64 -> each(to, at, count, () -> (float) from.getDouble());
            case INT64 -> each(to, at, count, from::getLong);
            case INT32 -> each(to, at, count, from::getInt);
            case INT16 -> each(to, at, count, from::getShort);
            case INT8 -> each(to, at, count, from::get);
            case UINT8 -> each(to, at, count, () -> from.get() & 0xFF);
            case BOOL -> each(to, at, count, () -> from.get() == 0 ? 0 : 1);
        }
    }

    private static void each(float[] to, int at, int count, NextNumber next) {
        for (int i = at; i < at + count; i++) {
            to[i] = next.read();
        }
    }

    /** The value of an IEEE 754 binary16 number, exact. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (fraction << 13));
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1.0p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
    }

    /** Reads one number. */
    @FunctionalInterface
    private interface NextNumber {
        float read();
    }
}
