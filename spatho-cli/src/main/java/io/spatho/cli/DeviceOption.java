package io.spatho.cli;

import io.spatho.stgpt.engine.DeviceRequest;
import picocli.CommandLine.Option;

/** Where networks compute. */
final class DeviceOption {

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "auto, cpu or cuda[:N] (default: ${DEFAULT-VALUE}).")
    private String device;

    DeviceRequest request() {
        return DeviceRequest.parse(device);
    }
}
