package io.spatho.report.content;

/**
 * A small picture of the tissue, such as a low-resolution H&amp;E image, and the place it takes on the slide.
 *
 * @param image the picture as PNG or JPEG
 * @param leftUm x of its left edge in micrometres
 * @param topUm y of its upper edge in micrometres; y grows downwards
 * @param widthUm its width in micrometres
 * @param heightUm its height in micrometres
 */
public record Underlay(byte[] image, double leftUm, double topUm, double widthUm, double heightUm) {

    public Underlay {
        if (!(widthUm > 0 && heightUm > 0) || !Double.isFinite(leftUm + topUm + widthUm + heightUm)) {
            throw new IllegalArgumentException("a picture needs a place and a size on the slide");
        }
    }
}
