package io.spatho.anndata.synthetic;

/** A round structure before its border is bent: centre and radius in micrometres. */
record Site(Structure structure, double x, double y, double radius, boolean secretory) {

    /** Micrometres from the border inwards; negative outside. */
    double depth(double atX, double atY) {
        double dx = atX - x;
        double dy = atY - y;
        return radius - Math.sqrt(dx * dx + dy * dy);
    }
}
