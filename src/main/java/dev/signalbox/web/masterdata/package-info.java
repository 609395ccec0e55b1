/** The partner's own data: lists, items, imports, accounts and the audit. */
@NullMarked
package dev.signalbox.web.masterdata;

import org.jspecify.annotations.NullMarked;
