package io.spatho.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRendererTest {

    @TempDir
    Path folder;

    @Test
    void showsEverySectionOfAWholeRun() throws Exception {
        String page = new String(ReportRenderer.render(MadeRun.of(folder, 3000, 40, true)), StandardCharsets.UTF_8);
        String keep = System.getProperty("spatho.keepReport");
        if (keep != null) {
            Files.writeString(Path.of(keep), page);
        }
        assertThat(page).contains("Colon adenocarcinoma, block 7");
    }
}
