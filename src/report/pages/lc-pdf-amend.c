/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-pdf-amend.c: see lc-pdf-amend.h.
 *
 * An incremental update (PDF 1.7, 7.5.6): nothing that cairo wrote is changed;
 * newer versions of a few objects and a cross-reference section for them follow.
 * A file that does not look like one of cairo's stays as it is.
 */
#include "report/pages/lc-pdf-amend.h"

#include <string.h>

#define END_SIZE 64  /* within which "startxref" stands */
#define ENTRY_SIZE 20 /* of a cross-reference entry */
#define MAX_OBJECT 65536

#define CATALOG "<< /Type /Catalog\n"
#define FIGURE "<< /Type /StructElem\n   /S /Figure\n"

typedef struct
{
  const char *start;
  gsize size;
  guint64 xref; /* where the cross-reference section is */
  guint n_objects;
  const char *entries;
  guint root;
  guint info;
} PdfFile;

/* An object that gets a new version. */
typedef struct
{
  guint number;
  const char *prefix; /* how its dictionary begins */
  char *more;         /* what is added to that */
} PdfChange;

static void
change_clear (PdfChange *self)
{
  g_free (self->more);
}

static const char *
find (const PdfFile *file, guint64 offset, const char *words)
{
  if (offset >= file->size)
    return NULL;
  return memmem (file->start + offset, file->size - offset, words, strlen (words));
}

/* Returns: whether @at has room for a number up to the end of the file, and one is there */
static gboolean
read_number (const PdfFile *file, const char *at, guint64 *number)
{
  char digits[12] = { 0 };
  gsize left = file->size - (at - file->start);

  memcpy (digits, at, MIN (sizeof digits - 1, left));
  if (!g_ascii_isdigit (digits[0]))
    return FALSE;
  *number = g_ascii_strtoull (digits, NULL, 10);
  return TRUE;
}

static gboolean
read_after (const PdfFile *file, guint64 offset, const char *words, guint64 *number)
{
  const char *at = find (file, offset, words);

  return at != NULL && read_number (file, at + strlen (words), number);
}

static gboolean
file_init (PdfFile *self, const GByteArray *data)
{
  guint64 n_objects, root, info, trailer;

  *self = (PdfFile){ .start = (const char *) data->data, .size = data->len };
  if (self->size < END_SIZE || !read_after (self, self->size - END_SIZE, "startxref\n", &self->xref) ||
      self->xref >= self->size || find (self, self->xref, "xref\n0 ") != self->start + self->xref ||
      !read_after (self, self->xref, "xref\n0 ", &n_objects))
    return FALSE;
  self->entries = memchr (self->start + self->xref + strlen ("xref\n"), '\n',
                          self->size - self->xref - strlen ("xref\n"));
  if (self->entries == NULL)
    return FALSE;
  self->entries++;
  trailer = self->entries - self->start + n_objects * ENTRY_SIZE;
  if (find (self, trailer, "trailer\n") != self->start + trailer || !read_after (self, trailer, "/Root ", &root) ||
      !read_after (self, trailer, "/Info ", &info))
    return FALSE;
  self->n_objects = n_objects;
  self->root = root;
  self->info = info;
  return root < n_objects;
}

/* Returns: (nullable): what an object is when it begins like that */
static const char *
find_object (const PdfFile *file, guint number, const char *prefix)
{
  g_autofree char *label = g_strdup_printf ("%u 0 obj\n%s", number, prefix);
  guint64 offset;

  if (!read_number (file, file->entries + (gsize) number * ENTRY_SIZE, &offset) ||
      offset + strlen (label) > file->size || memcmp (file->start + offset, label, strlen (label)) != 0)
    return NULL;
  return file->start + offset + strlen (label) - strlen (prefix);
}

/* A text string of PDF, whatever is in it: UTF-16 in hexadecimal digits. */
static char *
write_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree gunichar2 *units = g_utf8_to_utf16 (valid, -1, NULL, NULL, NULL);
  GString *string = g_string_new ("<FEFF");

  for (const gunichar2 *unit = units; *unit != 0; unit++)
    g_string_append_printf (string, "%04X", *unit);
  g_string_append_c (string, '>');
  return g_string_free (string, FALSE);
}

static void
change_catalog (GArray *changes, const PdfFile *file, const char *language)
{
  g_autofree char *safe = g_strdup (language);
  PdfChange change = { .number = file->root, .prefix = CATALOG };

  g_strcanon (safe, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", '-');
  change.more = g_strdup_printf ("   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n", safe);
  g_array_append_val (changes, change);
}

/* The figures of the file are numbered in the order in which they were drawn. */
static void
change_figures (GArray *changes, const PdfFile *file, const GPtrArray *alternatives)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 1; i < file->n_objects; i++)
    if (find_object (file, i, FIGURE) != NULL)
      g_array_append_val (numbers, i);
  if (numbers->len != alternatives->len)
    return;
  for (guint i = 0; i < numbers->len; i++)
    {
      g_autofree char *text = write_text (g_ptr_array_index (alternatives, i));
      PdfChange change = { .number = g_array_index (numbers, guint, i), .prefix = FIGURE };

      change.more = g_strdup_printf ("   /Alt %s\n", text);
      g_array_append_val (changes, change);
    }
}

/* Appends the new version of an object and its cross-reference entry. */
static gboolean
append_change (GString *update, GString *xref, const PdfFile *file, const PdfChange *change)
{
  const char *dictionary = find_object (file, change->number, change->prefix);
  const char *rest, *end;

  if (dictionary == NULL)
    return FALSE;
  rest = dictionary + strlen (change->prefix);
  end = memmem (rest, MIN (MAX_OBJECT, file->size - (rest - file->start)), "endobj\n", strlen ("endobj\n"));
  if (end == NULL)
    return FALSE;
  g_string_append_printf (xref, "%u 1\n%010" G_GUINT64_FORMAT " 00000 n \n", change->number,
                          (guint64) (file->size + update->len));
  g_string_append_printf (update, "%u 0 obj\n%s%s%.*sendobj\n", change->number, change->prefix, change->more,
                          (int) (end - rest), rest);
  return TRUE;
}

/* Since 1.18 cairo gives numbers to artifacts, but no object: those are free. */
static void
free_missing (GString *xref, const PdfFile *file)
{
  for (guint i = 1; i < file->n_objects; i++)
    if (find_object (file, i, "") == NULL)
      g_string_append_printf (xref, "%u 1\n0000000000 65535 f \n", i);
}

/**
 * lc_pdf_amend:
 * @data: a PDF file of cairo's, version 1.4
 * @language: of its words, BCP 47
 * @alternatives: (element-type utf8): for its figures, in the order in which they
 *   were drawn
 *
 * Returns: whether it was what was expected, and something was added
 */
gboolean
lc_pdf_amend (GByteArray *data, const char *language, const GPtrArray *alternatives)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (PdfChange));
  g_autoptr (GString) update = g_string_new (NULL);
  g_autoptr (GString) xref = g_string_new ("xref\n");
  PdfFile file;
  gsize xref_offset;

  g_array_set_clear_func (changes, (GDestroyNotify) change_clear);
  if (!file_init (&file, data))
    return FALSE;
  change_catalog (changes, &file, language);
  change_figures (changes, &file, alternatives);
  for (guint i = 0; i < changes->len; i++)
    if (!append_change (update, xref, &file, &g_array_index (changes, PdfChange, i)))
      return FALSE;
  free_missing (xref, &file);
  xref_offset = file.size + update->len;
  g_string_append_printf (update,
                          "%strailer\n<< /Size %u\n   /Root %u 0 R\n   /Info %u 0 R\n   /Prev %" G_GUINT64_FORMAT
                          "\n>>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          xref->str, file.n_objects, file.root, file.info, file.xref, xref_offset);
  g_byte_array_append (data, (const guint8 *) update->str, update->len);
  return TRUE;
}
