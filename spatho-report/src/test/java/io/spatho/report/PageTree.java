package io.spatho.report;

import java.io.StringReader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page as a tree: its body is read with an XML parser, which accepts only balanced and escaped markup. */
final class PageTree {

    private final Document document;

    private PageTree(Document document) {
        this.document = document;
    }

    static PageTree of(String page) throws Exception {
        String body = page.substring(page.indexOf("<body>"), page.indexOf("<script>")) + "</body>";
        String closed = body.replaceAll("<(br|hr|img|input|wbr)((?: [^<>]*)?)>", "<$1$2/>");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return new PageTree(factory.newDocumentBuilder().parse(new InputSource(new StringReader(closed))));
    }

    private NodeList everything() {
        return document.getElementsByTagName("*");
    }

    Set<String> elements() {
        Set<String> names = new TreeSet<>();
        NodeList all = everything();
        for (int i = 0; i < all.getLength(); i++) {
            names.add(all.item(i).getNodeName());
        }
        return names;
    }

    Set<String> attributes() {
        Set<String> names = new TreeSet<>();
        NodeList all = everything();
        for (int i = 0; i < all.getLength(); i++) {
            NamedNodeMap own = all.item(i).getAttributes();
            for (int j = 0; j < own.getLength(); j++) {
                names.add(own.item(j).getNodeName());
            }
        }
        return names;
    }

    String text() {
        return document.getDocumentElement().getTextContent();
    }

    long count(String name, Predicate<Element> condition) {
        NodeList all = document.getElementsByTagName(name);
        long count = 0;
        for (int i = 0; i < all.getLength(); i++) {
            count += condition.test((Element) all.item(i)) ? 1 : 0;
        }
        return count;
    }
}
