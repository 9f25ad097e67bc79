package io.spatho.stgpt.expression;

import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.DenseMatrix;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * Observations that have both counts and features of the picture around them.
 *
 * @param places the observations and their features
 * @param genes which genes
 * @param counts observations x genes
 */
public record ExpressionMaterial(PlacedFeatures places, List<String> genes, DenseMatrix counts) {

    public ExpressionMaterial {
        genes = List.copyOf(genes);
        if (counts.rows() != places.size() || counts.columns() != genes.size()) {
            throw new IllegalArgumentException(counts.rows() + " x " + counts.columns() + " counts");
        }
    }

    /** How many observations. */
    public int size() {
        return places.size();
    }

    /** The slide of each observation. */
    public Libraries slides() {
        return places.slides();
    }

    double[] x() {
        return places.x();
    }

    double[] y() {
        return places.y();
    }

    List<DenseMatrix> features() {
        return places.features();
    }

    /** The same observations with other features of theirs. */
    ExpressionMaterial with(PlacedFeatures other) {
        return new ExpressionMaterial(other, genes, counts);
    }

    /** A digest over everything here. */
    public Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.digest();
        places.addTo(digest);
        digest.update(Fingerprint.ofText(String.join("\n", genes)).sha256().getBytes(StandardCharsets.US_ASCII));
        PlacedFeatures.add(digest, counts);
        return Fingerprint.of(digest.digest());
    }
}
