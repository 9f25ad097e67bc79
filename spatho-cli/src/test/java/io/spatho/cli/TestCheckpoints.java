package io.spatho.cli;

import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.TorchZipWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes small scGPT folders of the published layout, with weights drawn from a seed. */
public final class TestCheckpoints {

    private static final int WIDTH = 16;
    private static final int LAYERS = 2;

    private TestCheckpoints() {}

    public static List<String> genesOf(Path bundle) {
        try (Workers workers = new Workers(1)) {
            return Bundles.open(bundle, BundleOptions.of(workers)).panel().featureNames().stream()
                    .distinct()
                    .toList();
        }
    }

    /** A folder for these genes; the tensor named {@code lost} is left out. */
    public static Path write(Path folder, List<String> genes, String lost) throws IOException {
        Files.createDirectories(folder);
        List<String> tokens = new ArrayList<>(genes);
        tokens.addAll(List.of("<pad>", "<cls>", "<eoc>"));
        StringBuilder vocabulary = new StringBuilder("{");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary
                    .append(id == 0 ? "" : ", ")
                    .append('"')
                    .append(tokens.get(id))
                    .append("\": ")
                    .append(id);
        }
        Files.writeString(folder.resolve("vocab.json"), vocabulary.append('}'));
        Files.writeString(folder.resolve("args.json"), """
                {"embsize": 16, "nheads": 2, "d_hid": 16, "nlayers": 2, "n_layers_cls": 3, "dropout": 0.2,
                 "pad_token": "<pad>", "pad_value": -2, "mask_value": -1, "n_bins": 51, "max_seq_len": 1200,
                 "input_emb_style": "continuous"}
                """);
        List<NamedTensor> tensors = tensors(tokens.size());
        tensors.removeIf(tensor -> tensor.name().equals(lost));
        try (OutputStream out = Files.newOutputStream(folder.resolve("best_model.pt"))) {
            TorchZipWriter.write(out, tensors);
        }
        return folder;
    }

    private static List<NamedTensor> tensors(int vocabulary) {
        List<NamedTensor> tensors = new ArrayList<>();
        add(tensors, "encoder.embedding.weight", vocabulary, WIDTH);
        addNorm(tensors, "encoder.enc_norm");
        add(tensors, "value_encoder.linear1.weight", WIDTH, 1);
        add(tensors, "value_encoder.linear1.bias", WIDTH);
        addMap(tensors, "value_encoder.linear2");
        addNorm(tensors, "value_encoder.norm");
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "transformer_encoder.layers." + layer + ".";
            add(tensors, prefix + "self_attn.Wqkv.weight", 3 * WIDTH, WIDTH);
            add(tensors, prefix + "self_attn.Wqkv.bias", 3 * WIDTH);
            addMap(tensors, prefix + "self_attn.out_proj");
            addMap(tensors, prefix + "linear1");
            addMap(tensors, prefix + "linear2");
            addNorm(tensors, prefix + "norm1");
            addNorm(tensors, prefix + "norm2");
        }
        return tensors;
    }

    private static void addMap(List<NamedTensor> tensors, String name) {
        add(tensors, name + ".weight", WIDTH, WIDTH);
        add(tensors, name + ".bias", WIDTH);
    }

    private static void addNorm(List<NamedTensor> tensors, String name) {
        add(tensors, name + ".weight", WIDTH);
        add(tensors, name + ".bias", WIDTH);
    }

    private static void add(List<NamedTensor> tensors, String name, long... shape) {
        int count = 1;
        for (long extent : shape) {
            count *= (int) extent;
        }
        CounterRandom random = CounterRandom.of(11, "test-checkpoint", name);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.2 * random.nextGaussian());
        }
        tensors.add(new NamedTensor(name, shape, values));
    }
}
