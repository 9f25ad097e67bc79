package io.spatho.report.review;

import java.util.stream.Collectors;

/**
 * The form of an answer in the grammar language of llama.cpp (GBNF): 3 to 11 sentences of at most 200 visible ASCII characters, each with
 * one to four ids of evidence that was sent and with citations from the bibliography. The longest such answer has fewer than 4,000
 * characters, so that it fits into the budget of an answer even at a token a character.
 */
final class AnswerGrammar {

    private AnswerGrammar() {}

    static String of(ReviewPrompt prompt) {
        String ids = alternatives(prompt.sent().keySet().stream().toList());
        var references =
                prompt.input().bibliography().stream().map(Reference::id).toList();
        String citations = references.isEmpty() ? "\"[]\"" : "\"[]\" | \"[\" cited (\",\" cited)? \"]\"";
        return "root ::= \"{\\\"sentences\\\":[\" sentence (\",\" sentence){2,10} \"]}\"\n"
                + "sentence ::= \"{\\\"text\\\":\\\"\" [A-Z] letter{20,199} \"\\\",\\\"evidence\\\":[\" id (\",\" id){0,3}"
                + " \"],\\\"citations\\\":\" citations \"}\"\n"
                + "letter ::= [ !#-[\\]-~]\n"
                + "citations ::= " + citations + "\n"
                + "id ::= " + ids + "\n"
                + (references.isEmpty() ? "" : "cited ::= " + alternatives(references) + "\n");
    }

    private static String alternatives(java.util.List<String> texts) {
        return texts.stream().map(text -> "\"\\\"" + text + "\\\"\"").collect(Collectors.joining(" | "));
    }
}
