package io.spatho.anndata.spatialdata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.zarr.ZarrObject;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialTransform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where elements lie: transformations into named coordinate systems, as NGFF describes them.
 *
 * <p>The system {@code global} is micrometres on the slide. Each picture also has a system of its own pixels, {@code
 * downscaled_<name>}, into which everything else is transformed too.
 */
final class Placement {

    private static final String GLOBAL = "global";
    private static final SpatialTransform SAME = SpatialTransform.scale("", "", 1);

    private final List<String> axes;
    private final Map<String, SpatialTransform> targets = new LinkedHashMap<>();

    private Placement(String... axes) {
        this.axes = List.of(axes);
    }

    /** An element in micrometres. */
    static Placement ofMicrometres(List<SlideImage> images, String... axes) {
        Placement placement = new Placement(axes);
        placement.targets.put(GLOBAL, SAME);
        images.forEach(image -> placement.targets.put(system(image), image.fromMicrometres()));
        return placement;
    }

    /** A picture. */
    static Placement ofPixels(SlideImage image) {
        Placement placement = new Placement("c", "y", "x");
        placement.targets.put(GLOBAL, image.fromMicrometres().inverse());
        placement.targets.put(system(image), SAME);
        return placement;
    }

    private static String system(SlideImage image) {
        return "downscaled_" + ValidNames.of(image.name());
    }

    /** Sets the attributes that say what an element is and where it lies; {@code more} are those of its kind. */
    void mark(ZarrObject element, String kind, ObjectNode more) {
        element.attribute("encoding-type", kind);
        element.attribute("axes", axes.toArray(String[]::new));
        element.attribute("coordinateTransformations", transformations());
        element.attribute("spatialdata_attrs", more);
    }

    ArrayNode transformations() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        targets.forEach((name, transform) -> {
            ObjectNode one = list.addObject();
            describe(one, transform);
            one.set("input", system(String.join("", axes)));
            one.set("output", system(name));
        });
        return list;
    }

    private void describe(ObjectNode node, SpatialTransform t) {
        boolean unmoved = t.b() == 0 && t.c() == 0 && t.d() == 0 && t.f() == 0;
        if (unmoved && t.a() == 1 && t.e() == 1) {
            node.put("type", "identity");
        } else if (unmoved) {
            ArrayNode scale = node.put("type", "scale").putArray("scale");
            axes.forEach(axis -> scale.add(coefficient(t, axis, axis)));
        } else {
            ArrayNode rows = node.put("type", "affine").putArray("affine");
            for (String out : axes) {
                ArrayNode row = rows.addArray();
                axes.forEach(in -> row.add(coefficient(t, out, in)));
                row.add(shift(t, out));
            }
        }
    }

    private static double coefficient(SpatialTransform t, String out, String in) {
        return switch (out + in) {
            case "xx" -> t.a();
            case "xy" -> t.b();
            case "yx" -> t.d();
            case "yy" -> t.e();
            default -> out.equals(in) ? 1 : 0;
        };
    }

    private static double shift(SpatialTransform t, String out) {
        return switch (out) {
            case "x" -> t.c();
            case "y" -> t.f();
            default -> 0;
        };
    }

    private ObjectNode system(String name) {
        ObjectNode system = JsonNodeFactory.instance.objectNode().put("name", name);
        ArrayNode list = system.putArray("axes");
        for (String axis : axes) {
            ObjectNode one = list.addObject().put("name", axis);
            if (axis.equals("c")) {
                one.put("type", "channel");
            } else {
                // spatialdata knows no other unit; that of the system global is micrometres.
                one.put("type", "space").put("unit", "unit");
            }
        }
        return system;
    }
}
