package io.spatho.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command lines that pages of Markdown show: whole ones in blocks of code, beginnings of them within sentences. Blocks marked as
 * {@code text} show what was printed.
 */
final class DocumentedCommands {

    private static final Pattern LINE = Pattern.compile("^\\s*(?:\\$ )?((?:[A-Z_]+=\\S+ )*)(?:\\./)?spatho (.*)$");
    private static final Pattern SPAN = Pattern.compile("`(?:\\./)?spatho ([^`]+)`");
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|\\S+");

    /** Two blanks before what is no option, placeholder or file. */
    private static final Pattern REMARK = Pattern.compile("\\s{2,}+(?!-|\\[|[A-Z_]{2,}\\b|[\\w-]*[./]\\S)");

    private DocumentedCommands() {}

    /** One line of a page; {@code isWhole} when it can be run as it stands, but for its placeholders. */
    record Shown(String page, int lineNumber, List<String> words, boolean isWhole) {
        @Override
        public String toString() {
            return page + ":" + lineNumber + ": spatho " + String.join(" ", words);
        }
    }

    /** The commands of a page. */
    static List<Shown> of(Path root, Path page) {
        List<Shown> shown = new ArrayList<>();
        String name = root.relativize(page).toString();
        boolean inBlock = false;
        boolean isOutput = false;
        String pending = "";
        List<String> lines = lines(page);
        for (int i = 0; i < lines.size(); i++) {
            String line = pending + lines.get(i);
            pending = "";
            if (line.stripLeading().startsWith("```")) {
                inBlock = !inBlock;
                isOutput = inBlock && line.strip().equals("```text");
            } else if (!isOutput && (inBlock || line.startsWith("    "))) {
                if (line.endsWith("\\")) {
                    pending = line.substring(0, line.length() - 1);
                    continue;
                }
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    add(shown, name, i + 1, matcher.group(2), true);
                }
            } else if (!isOutput) {
                Matcher matcher = SPAN.matcher(line);
                while (matcher.find()) {
                    add(shown, name, i + 1, matcher.group(1), false);
                }
            }
        }
        return shown;
    }

    /** Of words that name a choice, such as {@code moa|plain}, each is shown. */
    private static void add(List<Shown> shown, String page, int line, String rest, boolean isWhole) {
        boolean isEndLeftOut = rest.contains("…") || rest.contains(" ...");
        List<List<String>> ways = List.of(List.of());
        for (String word : words(rest)) {
            List<String> choices =
                    word.matches("[a-z-]+(\\|[a-z-]+)+") ? List.of(word.split("\\|", -1)) : List.of(word);
            ways = ways.stream()
                    .flatMap(way -> choices.stream().map(choice -> Stream.concat(way.stream(), Stream.of(choice))
                            .toList()))
                    .toList();
        }
        ways.forEach(way -> shown.add(new Shown(page, line, way, isWhole && !isEndLeftOut)));
    }

    /** The words up to a comment, a remark after two blanks, a pipe or a redirection; quotes and brackets around words are gone. */
    private static List<String> words(String rest) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(REMARK.split(rest.strip(), 2)[0]);
        while (matcher.find()) {
            String word = matcher.group();
            if (word.startsWith("#") || word.matches("\\|{1,2}|>|>>|2>|<|&&|;|&")) {
                break;
            }
            String bare = word.replaceAll("^[\"'\\[]+|[\"'\\]]+$", "");
            if (!bare.isEmpty() && !bare.equals("...") && !bare.equals("…")) {
                words.add(bare);
            }
        }
        return words;
    }

    /** The pages that people read: the README and everything below {@code docs}. */
    static List<Path> pages(Path root) {
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(root.resolve("README.md"), root.resolve("fixtures/README.md")),
                            files.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
