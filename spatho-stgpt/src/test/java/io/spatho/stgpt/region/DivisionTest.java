package io.spatho.stgpt.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DivisionTest {

    private static final int[] GROUPS =
            IntStream.range(0, 900).map(i -> i < 20 ? -1 : i / 30).toArray();

    @Test
    void groupsAreNeverDividedAndCellsWithoutOneTrain() {
        Division division = Division.ofGroups("region", GROUPS, 0.15, 7);
        Set<Integer> seen = new HashSet<>();
        int groups = 0;
        for (Division.Part part : Division.Part.values()) {
            int[] own = Arrays.stream(division.cells(part))
                    .map(cell -> GROUPS[cell])
                    .filter(group -> group >= 0)
                    .distinct()
                    .toArray();
            Arrays.stream(own).forEach(seen::add);
            groups += own.length;
        }

        assertThat(groups).isEqualTo(seen.size());
        assertThat(division.part(3)).isEqualTo(Division.Part.TRAINING);
        assertThat(division.cells(Division.Part.HELD_OUT).length).isBetween(135, 200);
        assertThat(division.cells(Division.Part.VALIDATION).length).isBetween(135, 200);
    }

    @Test
    void theFingerprintTellsDivisionsApart() {
        Division division = Division.ofGroups("region", GROUPS, 0.15, 7);

        assertThat(Division.ofGroups("region", GROUPS, 0.15, 7).fingerprint()).isEqualTo(division.fingerprint());
        assertThat(Division.ofGroups("slide", GROUPS, 0.15, 7).fingerprint()).isNotEqualTo(division.fingerprint());
        assertThat(Division.ofGroups("region", GROUPS, 0.15, 8).fingerprint()).isNotEqualTo(division.fingerprint());
    }

    @Test
    void oneSideOfTheTissueJudgesTheOther() {
        Division division = Division.halves("half", GROUPS, cell -> cell >= 450, 0.2, 1);

        assertThat(division.cells(Division.Part.HELD_OUT))
                .isEqualTo(IntStream.range(450, 900).toArray());
        assertThat(division.cells(Division.Part.VALIDATION)).isNotEmpty();
        assertThat(division.cells(Division.Part.TRAINING)).isNotEmpty();
    }
}
