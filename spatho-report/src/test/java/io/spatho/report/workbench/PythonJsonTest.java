package io.spatho.report.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import org.junit.jupiter.api.Test;

/** The digest of the Python spatho, held against what CPython 3.11 gives for the same value. */
class PythonJsonTest {

    @Test
    void theTextIsThatOfPython() {
        ObjectNode value = CanonicalJson.object();
        ArrayNode numbers = value.putArray("b");
        numbers.add(1);
        for (double number : new double[] {2.0, 0.1, 1e-5, 1e16, 1.5e-7, 123456789012345.0, 1e22, -0.0, -2.5e-300}) {
            numbers.add(number);
        }
        numbers.add(true).addNull().add(0.0001);
        value.put("a", "é\u2028\"\\\n\t\u0001\u007f").put("\uD83D\uDE00", 1).put("\uffee", 2);
        value.putObject("");
        assertThat(PythonJson.text(value))
                .contains("[1, 2.0, 0.1, 1e-05, 1e+16, 1.5e-07, 123456789012345.0, 1e+22, -0.0, -2.5e-300, true, null,"
                        + " 0.0001]");
        assertThat(PythonJson.hash(value))
                .isEqualTo("e12dac2c2e2b1de60850b601f9e4126b39bb55a7ac442cf929085057881d38fe");
    }
}
