package io.spatho.report.training;

/** The chat form of Gemma models: a turn of the user and a turn of the model. */
public final class ChatFormat {

    private static final String START = "<start_of_turn>";
    private static final String END = "<end_of_turn>";

    private ChatFormat() {}

    /**
     * One exchange.
     *
     * @throws IllegalArgumentException when a text holds a mark of turns, which would end its turn early
     */
    public static String exchange(String prompt, String answer) {
        for (String text : new String[] {prompt, answer}) {
            if (text.contains(START) || text.contains(END)) {
                throw new IllegalArgumentException("a text of a training pair holds a mark of turns");
            }
        }
        return START + "user\n" + prompt.strip() + END + "\n" + START + "model\n" + answer.strip() + END;
    }
}
