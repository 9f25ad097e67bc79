package io.spatho.cli.reference;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Makes the pages of the reference: one for each command that help shows, one for each schema, one for the keys of a configuration
 * file, and a list of them. The same commands and schemas give the same bytes on any machine.
 */
public final class ReferencePages {

    /** The first line of every page, by which a page that is no longer made is known. */
    static final String MARKER = "<!-- Made by `spatho generate-reference`; changes by hand are lost. -->";

    private static final String ENDING = ".schema.json";

    private final CommandSpec root;
    private final Map<String, String> pages = new TreeMap<>();

    private ReferencePages(CommandSpec root) {
        this.root = root;
    }

    /**
     * The text of every page by its path below the folder of the reference.
     *
     * @param root the command above all others
     * @param schemas the folder of the JSON Schemas
     */
    public static Map<String, String> of(CommandSpec root, Path schemas) {
        ReferencePages reference = new ReferencePages(root);
        List<List<String>> commands = reference.commands();
        List<List<String>> documents = reference.documents(schemas);
        reference.pages.put("configuration.md", new ConfigurationPage(root).text());
        reference.pages.put("README.md", reference.list(commands, documents));
        return reference.pages;
    }

    private List<List<String>> commands() {
        List<List<String>> rows = new ArrayList<>();
        CommandPage.visible(root).forEach(command -> {
            String path = "commands/" + CommandPage.fileName(command);
            pages.put(path, new CommandPage(command).text());
            rows.add(List.of("[" + command.qualifiedName() + "](" + path + ")", CommandPage.summary(command)));
        });
        return rows;
    }

    private List<List<String>> documents(Path schemas) {
        List<List<String>> rows = new ArrayList<>();
        for (Path file : schemaFiles(schemas)) {
            String name = file.getFileName().toString().replace(ENDING, "");
            SchemaPage page = new SchemaPage(name, StrictJson.read(file));
            String path = "schemas/" + name + ".md";
            pages.put(path, page.text());
            rows.add(List.of("[" + Markdown.plain(name) + "](" + path + ")", page.summary()));
        }
        return rows;
    }

    private static List<Path> schemaFiles(Path schemas) {
        try (Stream<Path> files = Files.list(schemas)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot list the schemas: " + e.getMessage())
                            .at(schemas)
                            .fix("Name the folder of the schemas: --schemas docs/schemas"),
                    e);
        }
    }

    private String list(List<List<String>> commands, List<List<String>> documents) {
        return new Markdown()
                .paragraph(MARKER)
                .heading(1, "Reference")
                .paragraph(
                        "Made from the command line itself and from `docs/schemas`; a test compares. What to do with all this stands"
                                + " in [the guide](../guide/README.md). To renew it:")
                .code("mvn -B -q -DskipTests package && ./spatho generate-reference -o docs/reference")
                .heading(2, "Commands")
                .table(List.of("command", "what it does"), commands)
                .paragraph(
                        "Every command also takes `--help`, `--version` and `--debug` (the stack trace of a failure).")
                .heading(2, "Exit codes")
                .table(List.of("code", "meaning"), CommandPage.codes(root))
                .heading(2, "Configuration file")
                .paragraph("[Keys, meanings and defaults](configuration.md).")
                .heading(2, "Files of a run")
                .paragraph("[Every file and every column](artifacts.md).")
                .heading(2, "Documents")
                .table(List.of("document", "content"), documents)
                .toString();
    }
}
