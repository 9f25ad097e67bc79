/**
 * Where morphology and molecules disagree: a conditional variational autoencoder on the spatial graph whose prior sees the picture and
 * whose posterior sees picture and genes, and what is read off the distance of the two. See docs/decisions/discordance.md.
 */
package io.spatho.stgpt.discordance;
