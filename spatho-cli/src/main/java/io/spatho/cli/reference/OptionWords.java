package io.spatho.cli.reference;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What help says of one option or argument, with its default apart from its meaning. */
record OptionWords(String names, String meaning, String standard) {

    private static final Pattern DEFAULT = Pattern.compile(" ?\\(default: ((?:[^()]|\\([^()]*\\))*)\\)");

    static OptionWords of(ArgSpec argument) {
        String described = String.join(" ", argument.description())
                .replace("${COMPLETION-CANDIDATES}", candidates(argument))
                .replace(
                        "${DEFAULT-VALUE}",
                        Optional.ofNullable(argument.defaultValue()).orElse(""));
        Matcher matcher = DEFAULT.matcher(described);
        boolean isSaid = matcher.find();
        String meaning = isSaid ? matcher.replaceFirst("") : described;
        return new OptionWords(
                names(argument), Markdown.plain(meaning), isSaid ? Markdown.plain(matcher.group(1)) : unsaid(argument));
    }

    private static String candidates(ArgSpec argument) {
        return argument.completionCandidates() == null ? "" : String.join(", ", argument.completionCandidates());
    }

    private static String names(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return Markdown.inline(label(argument));
        }
        String names = String.join(", ", option.names());
        boolean takesValue = option.arity().max() > 0;
        return Markdown.inline(takesValue ? names + " " + label(option) : names);
    }

    /** What stands for the value, in capitals as most commands write it. */
    static String label(ArgSpec argument) {
        String label = argument.paramLabel();
        return label.startsWith("<")
                ? label.replaceAll("[<>]", "")
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT)
                : label;
    }

    /** Whether the command cannot do without; of options that exclude one another, none alone is needed. */
    static boolean isNeeded(ArgSpec argument) {
        return argument.required() && argument.group() == null;
    }

    private static String unsaid(ArgSpec argument) {
        if (isNeeded(argument)) {
            return "required";
        }
        if (argument.defaultValue() != null && argument.arity().max() > 0) {
            return Markdown.inline(argument.defaultValue());
        }
        return argument.arity().max() > 0 ? "" : "off";
    }

    /** The key of the configuration file that stands for an option. */
    static String key(OptionSpec option) {
        return option.longestName().substring(2).replace('-', '_').toLowerCase(Locale.ROOT);
    }
}
