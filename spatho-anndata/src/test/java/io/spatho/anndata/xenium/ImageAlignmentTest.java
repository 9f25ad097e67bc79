package io.spatho.anndata.xenium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.TestFiles;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageAlignmentTest {

    /** A quarter turn, twice as large, shifted by 100 and 50 pixels. */
    private static final String TURN = "0,-2,100\n2,0,50\n0,0,1\n";

    @TempDir
    Path folder;

    private ImageAlignment alignment(String text) {
        return ImageAlignment.read(TestFiles.write(folder.resolve("a_he_imagealignment.csv"), text));
    }

    @Test
    void imagePixelsBecomeMicrometresAndBack() {
        ImageAlignment alignment = alignment(TURN);
        SpatialTransform forward = alignment.imageToUm(0.5);
        assertThat(forward.from()).isEqualTo("image_pixel");
        assertThat(forward.to()).isEqualTo("slide_um");
        assertThat(forward.x(3, 4)).isEqualTo(0.5 * (100 - 8));
        assertThat(forward.y(3, 4)).isEqualTo(0.5 * (50 + 6));
        SpatialTransform back = alignment.umToImage(0.5, "he_image_pixel");
        assertThat(back.from()).isEqualTo("slide_um");
        assertThat(back.to()).isEqualTo("he_image_pixel");
        assertThat(back.x(46, 28)).isCloseTo(3, within(1e-12));
        assertThat(back.y(46, 28)).isCloseTo(4, within(1e-12));
    }

    @Test
    void scientificNumbersAndWindowsLineEndsAreRead() {
        ImageAlignment alignment = alignment("8.0e-1, 0.0 ,1e2\r\n0.0,8.0e-1,-2.5E1\r\n0.0,0.0,1.0\r\n");
        assertThat(alignment.imageToMorphology().x(10, 0)).isEqualTo(108);
        assertThat(alignment.imageToMorphology().y(0, 10)).isEqualTo(-17);
    }

    @Test
    void theResidualIsTheDistanceInMicrometres() {
        Path file = TestFiles.write(
                folder.resolve("keypoints.csv"),
                "fixedX,fixedY,alignmentX,alignmentY\n100,50,0,0\n103,54,0,0\n92,56,3,4\n");
        List<ImageAlignment.Keypoint> points = ImageAlignment.keypoints(file);
        ImageAlignment.Residual residual = alignment(TURN).residual(points, 0.2);
        assertThat(residual.points()).isEqualTo(3);
        assertThat(residual.largestUm()).isCloseTo(1.0, within(1e-12));
        assertThat(residual.rmsUm()).isCloseTo(Math.sqrt(1.0 / 3), within(1e-12));
        assertThat(alignment(TURN).residual(List.of(), 0.2).rmsUm()).isNaN();
    }

    @Test
    void whatIsNoAlignmentIsRefused() {
        for (String text : List.of("", "1,0,0\n0,1,0\n", "1,0,0\n0,1,0\n0,0,1\n0,0,1\n", "1,0\n0,1\n0,0\n")) {
            assertThatThrownBy(() -> alignment(text))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("not an image alignment");
        }
        assertThatThrownBy(() -> alignment("1,0,0\n0,1,0\n0.1,0,1\n")).hasMessageContaining("not affine");
        assertThatThrownBy(() -> alignment("1,2,0\n2,4,0\n0,0,1\n")).hasMessageContaining("onto a line");
        assertThatThrownBy(() -> alignment("1,NaN,0\n2,4,0\n0,0,1\n")).hasMessageContaining("makes no sense");
        assertThatThrownBy(() -> alignment("1,x,0\n2,4,0\n0,0,1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 1");
        Path file = TestFiles.write(folder.resolve("keypoints.csv"), "fixedX,fixedY,alignmentX\n1,2,3\n");
        assertThatThrownBy(() -> ImageAlignment.keypoints(file)).hasMessageContaining("alignmentY is missing");
    }
}
