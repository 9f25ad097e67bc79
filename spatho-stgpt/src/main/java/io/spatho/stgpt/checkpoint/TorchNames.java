package io.spatho.stgpt.checkpoint;

import io.spatho.stgpt.checkpoint.TorchValue.Global;
import io.spatho.stgpt.checkpoint.TorchValue.Role;
import java.util.Optional;

/** The only names that a checkpoint may mention. They select a branch of this reader; no class is ever looked up by them. */
final class TorchNames {

    private TorchNames() {}

    static Optional<Global> find(String module, String name) {
        String full = module + "." + name;
        return switch (full) {
            case "torch._utils._rebuild_tensor_v2" -> Optional.of(new Global(full, Role.REBUILD_TENSOR, null));
            case "torch._utils._rebuild_parameter" -> Optional.of(new Global(full, Role.REBUILD_PARAMETER, null));
            case "collections.OrderedDict" -> Optional.of(new Global(full, Role.ORDERED_DICT, null));
            case "torch.Size" -> Optional.of(new Global(full, Role.SIZE, null));
            default -> module.equals("torch") ? ofTorch(full, name) : Optional.empty();
        };
    }

    private static Optional<Global> ofTorch(String full, String name) {
        return ElementType.ofStorage(name)
                .map(type -> new Global(full, Role.STORAGE, type))
                .or(() -> ElementType.ofTorch(name).map(type -> new Global(full, Role.TYPE, type)));
    }
}
