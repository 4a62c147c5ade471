/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-pdf-amend.h: what a screen reader wants to know of a PDF file and cairo has
 * no call for: the language of the document, and the words that stand for a figure.
 * Numbers of objects that were never written become free.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean lc_pdf_amend (GByteArray *data, const char *language, const GPtrArray *alternatives);

G_END_DECLS
