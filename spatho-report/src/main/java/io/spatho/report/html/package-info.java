/**
 * Markup that cannot be injected into: text reaches a page only through {@link io.spatho.report.html.Html}, which escapes it, and
 * {@link io.spatho.report.html.Page} allows no source but the file itself.
 */
package io.spatho.report.html;
