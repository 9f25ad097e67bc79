package io.spatho.report.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class IndexedImageTest {

    @Test
    void isReadBackPixelByPixelByAnotherDecoder() throws Exception {
        int[] palette = {0, 0x112233, 0xFF8000, 0x00FF7F};
        byte[] pixels = new byte[7 * 5];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * i % palette.length);
        }
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(new IndexedImage(7, 5, pixels, palette).png()));
        assertThat(image.getWidth()).isEqualTo(7);
        assertThat(image.getHeight()).isEqualTo(5);
        for (int i = 0; i < pixels.length; i++) {
            int argb = image.getRGB(i % 7, i / 7);
            int expected = pixels[i] == 0 ? 0 : 0xFF000000 | palette[pixels[i]];
            assertThat(argb >>> 24 == 0 ? 0 : argb).isEqualTo(expected);
        }
    }

    @Test
    void refusesPicturesThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IndexedImage(2, 2, new byte[3], new int[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> new IndexedImage(1, 1, new byte[1], new int[257]));
    }
}
