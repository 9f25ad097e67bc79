/** Colours that people with any kind of colour vision can tell apart; start with {@link io.spatho.report.color.Palette}. */
package io.spatho.report.color;
