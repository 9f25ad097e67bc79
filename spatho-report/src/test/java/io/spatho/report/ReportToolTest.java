package io.spatho.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolContext;
import io.spatho.report.content.ReportInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportToolTest {

    @TempDir
    Path folder;

    @Test
    void writesTheReportIntoTheStore() throws Exception {
        ReportInput input = MadeRun.of(folder, 300, 6, true);
        ReportTool tool = new ReportTool();
        try (Workers workers = new Workers(1)) {
            ToolContext context = new ToolContext(tool.id(), List.of(), input.store(), workers, 42, Progress.SILENT);
            Artifact artifact = tool.run(input, context);
            assertThat(artifact.path()).isEqualTo("report.html");
            assertThat(artifact.mediaType()).isEqualTo("text/html");
            assertThat(artifact.origin()).isEqualTo(Origin.MODEL_DERIVED);
            assertThat(Files.readAllBytes(folder.resolve("report.html"))).isEqualTo(ReportRenderer.render(input));
        }
    }

    @Test
    void namesInItsParametersAllThatDecidesThePage() {
        ReportTool tool = new ReportTool();
        var parameters = tool.parameters(MadeRun.of(folder.resolve("a"), 300, 6, true));
        assertThat(tool.parameters(MadeRun.of(folder.resolve("b"), 300, 6, true)))
                .isEqualTo(parameters);
        assertThat(tool.parameters(MadeRun.of(folder.resolve("c"), 300, 6, false)))
                .isNotEqualTo(parameters);
    }
}
