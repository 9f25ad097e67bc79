/** Numbers and foreign text in the form in which people read them; start with {@link io.spatho.report.text.Numbers}. */
package io.spatho.report.text;
