/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-text.c: see lc-text.h.
 */
#include "report/document/lc-text.h"

#include "base/lc-clean-text.h"

static void
span_free (LcSpan *self)
{
  g_free (self->text);
  g_free (self->uri);
  g_free (self);
}

/**
 * lc_text_new:
 * @text: (nullable): its first words, plain; %NULL for none yet
 *
 * Returns: (transfer full): a text without a tone
 */
LcText *
lc_text_new (const char *text)
{
  LcText *self = g_new0 (LcText, 1);

  self->spans = g_ptr_array_new_with_free_func ((GDestroyNotify) span_free);
  if (text != NULL)
    lc_text_append (self, LC_SPAN_PLAIN, text);
  return self;
}

/**
 * lc_text_new_code:
 * @text: an address, a rule: what is compared letter by letter
 *
 * Returns: (transfer full): a text of that alone
 */
LcText *
lc_text_new_code (const char *text)
{
  LcText *self = lc_text_new (NULL);

  lc_text_append (self, LC_SPAN_CODE, text);
  return self;
}

/**
 * lc_text_with_tone:
 * @self: a text
 * @tone: what it says beyond its words
 *
 * Returns: (transfer none): @self
 */
LcText *
lc_text_with_tone (LcText *self, LcTone tone)
{
  self->tone = tone;
  return self;
}

/**
 * lc_text_append:
 * @self: a text
 * @style: of these words
 * @text: one line; an empty one adds nothing
 */
void
lc_text_append (LcText *self, LcSpanStyle style, const char *text)
{
  LcSpan *span;

  if (*text == '\0')
    return;
  span = g_new0 (LcSpan, 1);
  span->style = style;
  span->text = lc_clean_text (text);
  g_ptr_array_add (self->spans, span);
}

/**
 * lc_text_append_link:
 * @self: a text
 * @text: the words of the link
 * @uri: see #LcSpan
 */
void
lc_text_append_link (LcText *self, const char *text, const char *uri)
{
  LcSpan *span;

  if (*text == '\0')
    return;
  lc_text_append (self, LC_SPAN_PLAIN, text);
  span = g_ptr_array_index (self->spans, self->spans->len - 1);
  span->uri = g_strdup (uri);
}

/**
 * lc_text_append_sentence:
 * @self: a text
 * @sentence: with one "%s" in it, plain but for that
 * @style: of @words
 * @words: to stand in the place of "%s"
 * @uri: (nullable): where @words lead, see #LcSpan
 *
 * A whole sentence has one order of words in each language.
 */
void
lc_text_append_sentence (LcText *self, const char *sentence, LcSpanStyle style, const char *words, const char *uri)
{
  g_auto (GStrv) around = g_strsplit (sentence, "%s", 2);

  lc_text_append (self, LC_SPAN_PLAIN, around[0]);
  if (uri != NULL)
    lc_text_append_link (self, words, uri);
  else
    lc_text_append (self, style, words);
  if (around[1] != NULL)
    lc_text_append (self, LC_SPAN_PLAIN, around[1]);
}

/**
 * lc_text_dup_plain:
 * @self: a text
 *
 * Returns: (transfer full): its words without their marks
 */
char *
lc_text_dup_plain (const LcText *self)
{
  GString *plain = g_string_new (NULL);

  for (guint i = 0; i < self->spans->len; i++)
    {
      const LcSpan *span = g_ptr_array_index (self->spans, i);

      g_string_append (plain, span->text);
    }
  return g_string_free (plain, FALSE);
}

void
lc_text_free (LcText *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->spans);
  g_free (self);
}
