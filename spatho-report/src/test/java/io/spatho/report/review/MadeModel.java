package io.spatho.report.review;

import io.spatho.core.random.CounterRandom;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A random llama of two layers over single bytes in GGUF 3, 157 kB, and a LoRA adapter for it: what they write means nothing. */
final class MadeModel {

    private static final int WIDTH = 32;
    private static final int INNER = 64;
    private static final int LAYERS = 2;
    private static final int TOKENS = 259;
    private static final int ALIGNMENT = 32;
    private static final int WHOLE = 4;
    private static final int REAL = 6;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    private final long seed;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final List<Tensor> tensors = new ArrayList<>();
    private int count;

    private MadeModel(long seed) {
        this.seed = seed;
    }

    private record Tensor(String name, int[] sides, float[] values) {}

    static byte[] model(long seed) {
        MadeModel made = new MadeModel(seed);
        made.entry("general.architecture", "llama");
        made.entry("llama.context_length", 4096);
        made.entry("llama.embedding_length", WIDTH);
        made.entry("llama.block_count", LAYERS);
        made.entry("llama.feed_forward_length", INNER);
        made.entry("llama.attention.head_count", 4);
        made.entry("llama.attention.head_count_kv", 4);
        made.entry("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        made.entry("llama.rope.dimension_count", WIDTH / 4);
        made.entry("llama.vocab_size", TOKENS);
        made.vocabulary();
        made.tensor("token_embd", 1, WIDTH, TOKENS);
        made.tensor("output_norm", 0, WIDTH);
        made.tensor("output", 1, WIDTH, TOKENS);
        for (int layer = 0; layer < LAYERS; layer++) {
            String block = "blk." + layer + ".";
            for (String name : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
                made.tensor(block + name, 0.5, WIDTH, WIDTH);
            }
            made.tensor(block + "attn_norm", 0, WIDTH);
            made.tensor(block + "ffn_norm", 0, WIDTH);
            made.tensor(block + "ffn_gate", 0.5, WIDTH, INNER);
            made.tensor(block + "ffn_up", 0.5, WIDTH, INNER);
            made.tensor(block + "ffn_down", 0.5, INNER, WIDTH);
        }
        return made.bytes(".weight");
    }

    static byte[] adapter(long seed) {
        MadeModel made = new MadeModel(seed);
        made.entry("general.architecture", "llama");
        made.entry("general.type", "adapter");
        made.entry("adapter.type", "lora");
        made.entry("adapter.lora.alpha", 64f);
        for (int layer = 0; layer < LAYERS; layer++) {
            for (String name : List.of("attn_q", "attn_v")) {
                made.tensor("blk." + layer + "." + name + ".weight.lora_a", 2, WIDTH, 4);
                made.tensor("blk." + layer + "." + name + ".weight.lora_b", 2, 4, WIDTH);
            }
        }
        return made.bytes("");
    }

    private void vocabulary() {
        entry("tokenizer.ggml.model", "llama");
        array("tokenizer.ggml.tokens", TEXT);
        List<String> special = List.of("<unk>", "<s>", "</s>");
        for (int token = 0; token < TOKENS; token++) {
            text(token < 3 ? special.get(token) : String.format(Locale.ROOT, "<0x%02X>", token - 3), entries);
        }
        array("tokenizer.ggml.scores", REAL);
        for (int token = 0; token < TOKENS; token++) {
            put(Float.floatToIntBits(0), entries);
        }
        array("tokenizer.ggml.token_type", 5);
        for (int token = 0; token < TOKENS; token++) {
            put(token == 0 ? 2 : token < 3 ? 3 : 6, entries);
        }
        entry("tokenizer.ggml.bos_token_id", 1);
        entry("tokenizer.ggml.eos_token_id", 2);
        entry("tokenizer.ggml.unknown_token_id", 0);
    }

    private void key(String name, int type) {
        text(name, entries);
        put(type, entries);
        count++;
    }

    private void entry(String name, String value) {
        key(name, TEXT);
        text(value, entries);
    }

    private void entry(String name, int value) {
        key(name, WHOLE);
        put(value, entries);
    }

    private void entry(String name, float value) {
        key(name, REAL);
        put(Float.floatToIntBits(value), entries);
    }

    private void array(String name, int type) {
        key(name, ARRAY);
        put(type, entries);
        put((long) TOKENS, entries);
    }

    private void tensor(String name, double scale, int... sides) {
        int size = 1;
        for (int side : sides) {
            size *= side;
        }
        float[] values = new float[size];
        CounterRandom random = CounterRandom.of(seed, "made model", name);
        for (int i = 0; i < size; i++) {
            values[i] = scale == 0 ? 1 : (float) (scale * (random.nextDouble() - 0.5));
        }
        tensors.add(new Tensor(name, sides, values));
    }

    private byte[] bytes(String suffix) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        put(3, all);
        put((long) tensors.size(), all);
        put((long) count, all);
        all.writeBytes(entries.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            text(tensor.name() + suffix, all);
            put(tensor.sides().length, all);
            for (int side : tensor.sides()) {
                put((long) side, all);
            }
            put(0, all);
            put(offset, all);
            offset += (tensor.values().length * 4L + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        for (Tensor tensor : tensors) {
            pad(all);
            for (float value : tensor.values()) {
                put(Float.floatToIntBits(value), all);
            }
        }
        pad(all);
        return all.toByteArray();
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }

    private static void text(String text, ByteArrayOutputStream out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put((long) bytes.length, out);
        out.writeBytes(bytes);
    }

    private static void put(int value, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private static void put(long value, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
