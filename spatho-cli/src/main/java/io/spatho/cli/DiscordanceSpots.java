package io.spatho.cli;

import io.spatho.stgpt.discordance.MadeSlides;
import io.spatho.stgpt.discordance.SpotMaterial;
import java.util.Optional;

/** The spots of a discordance run, and the truth about them when they were made. */
record DiscordanceSpots(SpotMaterial material, Optional<MadeSlides> made) {

    static DiscordanceSpots made(MadeSlides slides) {
        return new DiscordanceSpots(slides.material(), Optional.of(slides));
    }
}
