package io.spatho.cli;

import io.spatho.stgpt.discordance.MadeSlides;
import io.spatho.stgpt.discordance.Planted;
import io.spatho.stgpt.discordance.SpotMaterial;
import java.util.Optional;

/** The spots of a discordance run, and what was planted in them. */
record DiscordanceSpots(SpotMaterial material, Optional<Planted> planted) {

    static DiscordanceSpots made(MadeSlides slides) {
        return new DiscordanceSpots(slides.material(), Optional.of(Planted.of(slides)));
    }

    /** The same with pictures exchanged between pairs of discs on every slide. */
    DiscordanceSpots swapped(int pairs, long seed) {
        Planted.Swapped swapped = Planted.swap(material, pairs, seed);
        return new DiscordanceSpots(swapped.material(), Optional.of(swapped.truth()));
    }
}
