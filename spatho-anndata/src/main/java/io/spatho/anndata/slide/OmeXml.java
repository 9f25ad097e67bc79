package io.spatho.anndata.slide;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What is needed of the OME-XML of an OME-TIFF: the first image's pixel size, dimensions, channels, and where its first planes lie.
 *
 * @param physicalX size of a pixel across, in the file's unit; NaN when it is not there
 * @param physicalY size of a pixel down
 * @param unitX unit of {@code physicalX}
 * @param unitY unit of {@code physicalY}
 * @param sizeC channels
 * @param sizeZ focal planes
 * @param sizeT times
 * @param order order of dimensions, such as {@code XYCZT}
 * @param channels names of channels, empty where there is none
 * @param planes what each {@code TiffData} says
 * @param images number of images in the file
 */
record OmeXml(
        double physicalX,
        double physicalY,
        String unitX,
        String unitY,
        int sizeC,
        int sizeZ,
        int sizeT,
        String order,
        List<String> channels,
        List<Plane> planes,
        int images) {

    private static final int DEEPEST = 64;
    private static final int MOST_PLANES = Limit.OME_PLANES.intValue();

    /** Where a plane lies: first channel, focal plane and time, directory (-1 when it is not said), and the file when it is another. */
    record Plane(int c, int z, int t, int directory, String fileName) {}

    /** Reads the document; definitions of types and outside entities are refused. */
    static OmeXml parse(String xml, Object file) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new java.io.ByteArrayInputStream(new byte[0]));
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            try {
                return new Reading(reader, file).read();
            } finally {
                reader.close();
            }
        } catch (InputException e) {
            throw e;
        } catch (XMLStreamException | RuntimeException e) {
            throw new InputException(
                    Problem.of("the OME-XML of the slide is broken (" + e.getMessage() + ")")
                            .at(file)
                            .fix("Export the slide again"),
                    e);
        }
    }

    /** Micrometres of one {@code unit}; empty for units that are no length. */
    static Optional<Double> micrometres(String unit) {
        return switch (unit) {
            case "µm", "μm", "um", "micron", "microns", "micrometer", "micrometre" -> Optional.of(1.0);
            case "nm" -> Optional.of(1e-3);
            case "Å" -> Optional.of(1e-4);
            case "pm" -> Optional.of(1e-6);
            case "mm" -> Optional.of(1e3);
            case "cm" -> Optional.of(1e4);
            case "dm" -> Optional.of(1e5);
            case "m" -> Optional.of(1e6);
            case "in", "inch", "inches" -> Optional.of(25_400.0);
            default -> Optional.empty();
        };
    }

    /** The walk through the document. */
    private static final class Reading {
        private final XMLStreamReader reader;
        private final Object document;
        private final List<String> channels = new ArrayList<>();
        private final List<Plane> planes = new ArrayList<>();
        private double x = Double.NaN;
        private double y = Double.NaN;
        private String unitX = "µm";
        private String unitY = "µm";
        private int sizeC = 1;
        private int sizeZ = 1;
        private int sizeT = 1;
        private String order = "XYCZT";
        private int images;
        private boolean pixelsSeen;
        private Plane open;
        private String own = "";
        private String file = "";
        private boolean inUuid;
        private final StringBuilder identifier = new StringBuilder();

        Reading(XMLStreamReader reader, Object document) {
            this.reader = reader;
            this.document = document;
        }

        OmeXml read() throws XMLStreamException {
            int depth = 0;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (++depth > DEEPEST) {
                        throw new XMLStreamException("elements are nested deeper than " + DEEPEST);
                    }
                    start(reader.getLocalName());
                } else if (event == XMLStreamConstants.CHARACTERS && inUuid) {
                    identifier.append(reader.getText().trim());
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    end(reader.getLocalName());
                }
            }
            return new OmeXml(x, y, unitX, unitY, sizeC, sizeZ, sizeT, order, channels, planes, images);
        }

        private void start(String name) throws XMLStreamException {
            if (name.equals("Image")) {
                images++;
            }
            if (images > 1) {
                return;
            }
            switch (name) {
                case "Pixels" -> pixels();
                case "Channel" -> channels.add(text("Name", ""));
                case "TiffData" ->
                    open = new Plane(whole("FirstC", 0), whole("FirstZ", 0), whole("FirstT", 0), whole("IFD", -1), "");
                case "OME" -> own = text("UUID", "");
                case "UUID" -> {
                    if (open != null) {
                        file = text("FileName", "");
                        inUuid = true;
                    }
                }
                default -> {
                    // Everything else does not bear on where pixels lie and how large they are.
                }
            }
        }

        private void end(String name) throws XMLStreamException {
            if (name.equals("UUID") && inUuid) {
                // A file that was renamed is still the one its own identifier names.
                boolean isOwn = !own.isEmpty() && own.contentEquals(identifier);
                open = new Plane(open.c(), open.z(), open.t(), open.directory(), isOwn ? "" : file);
                inUuid = false;
                identifier.setLength(0);
            }
            if (name.equals("TiffData") && open != null) {
                if (planes.size() == MOST_PLANES) {
                    throw Limit.OME_PLANES.exceeded("the slide has too many planes", document, "more");
                }
                planes.add(open);
                open = null;
            }
        }

        private void pixels() {
            if (pixelsSeen) {
                return;
            }
            pixelsSeen = true;
            x = real("PhysicalSizeX");
            y = real("PhysicalSizeY");
            unitX = text("PhysicalSizeXUnit", "µm");
            unitY = text("PhysicalSizeYUnit", "µm");
            sizeC = whole("SizeC", 1);
            sizeZ = whole("SizeZ", 1);
            sizeT = whole("SizeT", 1);
            order = text("DimensionOrder", "XYCZT");
        }

        private String text(String attribute, String otherwise) {
            String value = reader.getAttributeValue(null, attribute);
            return value == null ? otherwise : value;
        }

        private int whole(String attribute, int otherwise) {
            String value = reader.getAttributeValue(null, attribute);
            return value == null ? otherwise : Integer.parseInt(value.trim());
        }

        private double real(String attribute) {
            String value = reader.getAttributeValue(null, attribute);
            return value == null ? Double.NaN : Double.parseDouble(value.trim());
        }
    }
}
