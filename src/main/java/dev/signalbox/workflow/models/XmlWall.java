package dev.signalbox.workflow.models;

import dev.signalbox.ticket.Problem;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML from a stranger: no DTD, no entity, no processing instruction, nothing that points outside the file, and
 * no more of anything than a model has. Whatever passes here is a plain tree.
 */
final class XmlWall {

    private static final int MOST_BYTES = 1_048_576;
    /** Elements that the engine reads; the picture beside them is counted in its own right. */
    private static final int MOST_ELEMENTS_OF_A_FLOW = 2_000;
    /** A table has one element for each of its cells. */
    private static final int MOST_ELEMENTS_OF_A_TABLE = 6_000;

    private static final int MOST_ELEMENTS_DRAWN = 12_000;
    private static final int DEEPEST = 40;
    private static final int LONGEST_ATTRIBUTE = 1_000;
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_NAME = 255;
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    /** What the desktop modeler writes beside BPMN, DMN and their pictures. */
    private static final Set<String> NAMESPACES = Set.of(
            "http://www.omg.org/spec/BPMN/20100524/MODEL",
            "http://www.omg.org/spec/BPMN/20100524/DI",
            "http://www.omg.org/spec/DD/20100524/DC",
            "http://www.omg.org/spec/DD/20100524/DI",
            "http://camunda.org/schema/1.0/bpmn",
            "http://camunda.org/schema/modeler/1.0",
            "http://bpmn.io/schema/bpmn/biocolor/1.0",
            "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
            "https://www.omg.org/spec/DMN/20191111/MODEL/",
            "https://www.omg.org/spec/DMN/20191111/DMNDI/",
            "http://www.omg.org/spec/DMN/20180521/DC/",
            "http://www.omg.org/spec/DMN/20180521/DI/",
            "http://bpmn.io/schema/dmn/biodi/2.0",
            "http://camunda.org/schema/1.0/dmn",
            XSI);

    private static final Set<String> PICTURES = Set.of(
            "http://www.omg.org/spec/BPMN/20100524/DI",
            "http://www.omg.org/spec/DD/20100524/DC",
            "http://www.omg.org/spec/DD/20100524/DI",
            "https://www.omg.org/spec/DMN/20191111/DMNDI/",
            "http://www.omg.org/spec/DMN/20180521/DC/",
            "http://www.omg.org/spec/DMN/20180521/DI/",
            "http://bpmn.io/schema/dmn/biodi/2.0");

    private XmlWall() {}

    /** The root of the file; null where it does not pass, with {@code problems} saying why. */
    static @Nullable Node read(ModelFile file, Findings problems) {
        if (file.content().length > MOST_BYTES) {
            problems.add(Problem.of(file.name(), "at most 1 MiB", file.content().length + " bytes"));
            return null;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file.content()));
        } catch (CharacterCodingException other) {
            problems.add(Problem.of(file.name(), "XML in UTF-8", "another encoding, or no text"));
            return null;
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Nothing is fetched");
        });
        try {
            // The encoding is said here, so that the file's own declaration cannot say another
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(file.content()), "UTF-8");
            return new Walk(file, problems).read(reader);
        } catch (XMLStreamException malformed) {
            int line = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getLineNumber();
            problems.add(Problem.of(
                    Findings.at(file.name(), "", line), "well-formed XML", firstLine(malformed.getMessage())));
            return null;
        } catch (RuntimeException refusedByTheParser) {
            problems.add(Problem.of(
                    file.name(),
                    "well-formed XML",
                    refusedByTheParser.getClass().getSimpleName()));
            return null;
        }
    }

    private static String firstLine(@Nullable String message) {
        if (message == null) {
            return "nothing readable";
        }
        int told = message.indexOf("Message: ");
        return (told < 0 ? message : message.substring(told + 9))
                .lines()
                .findFirst()
                .orElse(message);
    }

    private static final class Walk {

        private final String file;
        private final Findings problems;
        private final Set<String> ids = new HashSet<>();
        private final int most;
        private int elements;
        private int drawn;

        Walk(ModelFile file, Findings problems) {
            this.file = file.name();
            this.problems = problems;
            this.most = file.kind().equals("dmn") ? MOST_ELEMENTS_OF_A_TABLE : MOST_ELEMENTS_OF_A_FLOW;
        }

        @Nullable
        Node read(XMLStreamReader reader) throws XMLStreamException {
            @Nullable Node root = null;
            @Nullable Node current = null;
            int depth = 0;
            while (reader.hasNext()) {
                int line = reader.getLocation().getLineNumber();
                switch (reader.next()) {
                    case XMLStreamConstants.DTD -> {
                        return refuse("", line, "no DOCTYPE", "one");
                    }
                    case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                        return refuse("", line, "no processing instruction", reader.getPITarget());
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.ENTITY_DECLARATION -> {
                        return refuse("", line, "no entity", reader.getLocalName());
                    }
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > DEEPEST) {
                            return refuse("", line, "at most " + DEEPEST + " levels of elements", depth);
                        }
                        boolean picture = PICTURES.contains(String.valueOf(reader.getNamespaceURI()));
                        if (picture ? ++drawn > MOST_ELEMENTS_DRAWN : ++elements > most) {
                            int allowed = picture ? MOST_ELEMENTS_DRAWN : most;
                            return refuse("", line, "at most " + allowed + " elements", "more");
                        }
                        Node node = element(reader, line, current);
                        if (current == null) {
                            root = node;
                        } else {
                            current.children.add(node);
                        }
                        current = node;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        current = current == null ? null : current.parent;
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (current != null) {
                            current.text.append(reader.getText());
                            if (current.text.length() > LONGEST_TEXT) {
                                return refuse(
                                        current.nearestId(), line, "at most " + LONGEST_TEXT + " characters", "more");
                            }
                        }
                    }
                    default -> {
                        // white space and comments say nothing
                    }
                }
            }
            return root;
        }

        private Node element(XMLStreamReader reader, int line, @Nullable Node parent) {
            String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
            Node node = new Node(namespace, reader.getLocalName(), line, parent);
            if (!NAMESPACES.contains(namespace) || namespace.equals(XSI)) {
                refuse(
                        node.nearestId(),
                        line,
                        "elements of BPMN, DMN and the desktop modeler only",
                        "{" + namespace + "}" + node.name);
            }
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                String space = reader.getAttributeNamespace(i);
                String name = reader.getAttributeLocalName(i);
                String value = reader.getAttributeValue(i);
                attribute(node, space == null ? "" : space, name, value);
            }
            if (!node.id().isEmpty() && !ids.add(node.id())) {
                refuse(node.id(), line, "an id once in a file", "twice");
            }
            return node;
        }

        private void attribute(Node node, String space, String name, String value) {
            if (space.equals(XSI) && !name.equals("type")) {
                refuse(
                        node.nearestId(),
                        node.line,
                        "no " + Findings.quoted("xsi:" + name) + ", a model points to no schema",
                        value);
            } else if (!space.isEmpty() && !NAMESPACES.contains(space)) {
                refuse(
                        node.nearestId(),
                        node.line,
                        "attributes of BPMN, DMN and the desktop modeler only",
                        "{" + space + "}" + name);
            }
            int longest = name.equals("id") || name.equals("name") ? LONGEST_NAME : LONGEST_ATTRIBUTE;
            if (value.length() > longest) {
                refuse(
                        node.nearestId(),
                        node.line,
                        "at most " + longest + " characters in " + Findings.quoted(name),
                        value.length() + " characters");
            }
            node.attributes.put(space.isEmpty() ? name : "{" + space + "}" + name, value);
        }

        private @Nullable Node refuse(String element, int line, String expected, Object found) {
            problems.add(Problem.of(Findings.at(file, element, line), expected, found));
            return null;
        }
    }
}
