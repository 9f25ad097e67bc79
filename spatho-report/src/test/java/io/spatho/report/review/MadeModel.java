package io.spatho.report.review;

import io.spatho.core.random.CounterRandom;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A random llama of two layers over bytes and words in GGUF 3, 170 kB, and a LoRA adapter for it: what they write means nothing. {@code
 * fixtures/language-model-mini.gguf} is one of them.
 */
final class MadeModel {

    private static final int WIDTH = 16;
    private static final int HEADS = 2;
    private static final int INNER = 32;
    private static final int LAYERS = 2;
    private static final int CONTEXT = 65_536;
    private static final int ALIGNMENT = 32;
    private static final int WHOLE = 4;
    private static final int SIGNED = 5;
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
        return model(seed, CONTEXT);
    }

    /** A model that says it was made to read so many tokens. */
    static byte[] model(long seed, int context) {
        MadeModel made = new MadeModel(seed);
        MadeVocabulary words = new MadeVocabulary();
        made.entry("general.architecture", "llama");
        made.entry("llama.context_length", context);
        made.entry("llama.embedding_length", WIDTH);
        made.entry("llama.block_count", LAYERS);
        made.entry("llama.feed_forward_length", INNER);
        made.entry("llama.attention.head_count", HEADS);
        made.entry("llama.attention.head_count_kv", HEADS);
        made.entry("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        made.entry("llama.rope.dimension_count", WIDTH / HEADS);
        made.entry("llama.vocab_size", words.size());
        made.vocabulary(words);
        made.tensor("token_embd", 1, WIDTH, words.size());
        made.tensor("output_norm", 0, WIDTH);
        made.tensor("output", 1, WIDTH, words.size());
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

    private void vocabulary(MadeVocabulary words) {
        entry("tokenizer.ggml.model", "llama");
        array("tokenizer.ggml.tokens", TEXT, words.size());
        words.tokens().forEach(token -> text(token, entries));
        array("tokenizer.ggml.scores", REAL, words.size());
        words.scores().forEach(score -> put(Float.floatToIntBits(score), entries));
        array("tokenizer.ggml.token_type", SIGNED, words.size());
        words.kinds().forEach(kind -> put(kind, entries));
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

    private void array(String name, int type, int items) {
        key(name, ARRAY);
        put(type, entries);
        put((long) items, entries);
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
