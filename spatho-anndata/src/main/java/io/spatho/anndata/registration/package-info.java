/**
 * How a slide picture lies on the platform's coordinates: alignment matrices, pairs of key points with their residuals, scale factors, and
 * the check that observations fall on tissue. Start with {@link io.spatho.anndata.registration.RegisteredSlide}.
 *
 * <p>Source: Xenium's H&amp;E alignment file (3 x 3, picture pixels to Xenium pixels) and key points file (fixedX, fixedY, alignmentX,
 * alignmentY); least squares after B. K. P. Horn (1987) for similarities.
 */
package io.spatho.anndata.registration;
