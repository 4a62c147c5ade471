/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-language.c: see lc-language.h.
 */
#include "config.h"

#include "language/lc-language.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "language/lc-catalogue.h"
#include "language/lc-i18n.h"

#define ENGLISH "en"
/* Where the catalogues are, for programs that run from the build folder. */
#define LOCALE_DIRECTORY_VARIABLE "LINECHECK_LOCALEDIR"

/* What is known of a language; kept until the process ends, as the words are. */
typedef struct
{
  LcCatalogue *catalogue; /* NULL for English */
  locale_t locale;        /* 0 when the system has none of this language */
  gboolean is_own;        /* the process has a locale of this language itself */
} LoadedLanguage;

/* A language of a thread. */
typedef struct _LanguageFrame LanguageFrame;
struct _LanguageFrame
{
  LanguageFrame *below;
  const LoadedLanguage *language; /* NULL for that of the process */
  locale_t locale_before;
};

static const char *const languages[] = { ENGLISH, LANGUAGES, NULL };

/* Locales that a system may have of each, the likeliest first. */
static const struct
{
  const char *language;
  const char *const locales[6];
} locales[] = {
  { "ar", { "ar_EG.UTF-8", "ar_AE.UTF-8", "ar_SA.UTF-8", "ar_QA.UTF-8" } },
  { "de", { "de_DE.UTF-8", "de_AT.UTF-8", "de_CH.UTF-8" } },
  { ENGLISH, { "en_GB.UTF-8", "en_US.UTF-8", "C.UTF-8", "C" } },
  { "es", { "es_ES.UTF-8", "es_MX.UTF-8", "es_AR.UTF-8" } },
  { "fr", { "fr_FR.UTF-8", "fr_CA.UTF-8", "fr_BE.UTF-8", "fr_CH.UTF-8" } },
  { "ja", { "ja_JP.UTF-8" } },
  { "pt_BR", { "pt_BR.UTF-8" } },
};

static void
free_frames (gpointer data)
{
  LanguageFrame *frame = data;

  while (frame != NULL)
    {
      LanguageFrame *below = frame->below;

      g_free (frame);
      frame = below;
    }
}

static GMutex mutex;
static GHashTable *known; /* of LoadedLanguage, by its name in languages[] */
static GPrivate top_frame = G_PRIVATE_INIT (free_frames);

/* Whether a locale ("de_CH.UTF-8") is of the language ("de"). */
static gboolean
is_locale_of (const char *locale, const char *language)
{
  gsize length = strlen (language);

  return locale != NULL && strncmp (locale, language, length) == 0 && strchr ("_.@", locale[length]) != NULL;
}

static locale_t
find_locale (const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    for (guint j = 0; strcmp (locales[i].language, language) == 0 && locales[i].locales[j] != NULL; j++)
      {
        locale_t base = duplocale (LC_GLOBAL_LOCALE);
        locale_t locale = newlocale (LC_NUMERIC_MASK | LC_TIME_MASK, locales[i].locales[j], base);

        if (locale != (locale_t) 0)
          return locale;
        freelocale (base);
      }
  return (locale_t) 0;
}

static LcCatalogue *
load_catalogue (const char *language)
{
  g_autofree char *path = g_build_filename (bindtextdomain (GETTEXT_PACKAGE, NULL), language, "LC_MESSAGES",
                                            GETTEXT_PACKAGE ".mo", NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;

  return bytes != NULL ? lc_catalogue_new (bytes) : NULL;
}

/* Returns: (transfer none) (nullable): %NULL when it is not installed */
static const LoadedLanguage *
get_language (const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  LoadedLanguage *language;
  LcCatalogue *catalogue;

  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  language = g_hash_table_lookup (known, name);
  if (language != NULL)
    return language;
  catalogue = load_catalogue (name);
  if (catalogue == NULL && strcmp (name, ENGLISH) != 0)
    return NULL;
  language = g_new0 (LoadedLanguage, 1);
  language->catalogue = catalogue;
  language->is_own =
    is_locale_of (setlocale (LC_TIME, NULL), name) && is_locale_of (setlocale (LC_NUMERIC, NULL), name);
  if (!language->is_own)
    language->locale = find_locale (name);
  g_hash_table_insert (known, (gpointer) name, language);
  return language;
}

/* Returns: (nullable): the language that this thread was told */
static const LoadedLanguage *
get_told (void)
{
  const LanguageFrame *frame = g_private_get (&top_frame);

  return frame != NULL ? frame->language : NULL;
}

static const char *
find_words (const LoadedLanguage *language, const char *key)
{
  return language->catalogue != NULL ? lc_catalogue_find (language->catalogue, key) : NULL;
}

/* The words of _(). */
const char *
lc_gettext (const char *words)
{
  const LoadedLanguage *told = get_told ();
  const char *found;

  if (told == NULL)
    return g_dgettext (GETTEXT_PACKAGE, words);
  found = find_words (told, words);
  return found != NULL ? found : words;
}

/* The words of ngettext(). */
const char *
lc_ngettext (const char *one, const char *many, gulong n)
{
  const LoadedLanguage *told = get_told ();
  const char *found;

  if (told == NULL)
    return g_dngettext (GETTEXT_PACKAGE, one, many, n);
  found = told->catalogue != NULL ? lc_catalogue_find_plural (told->catalogue, one, n) : NULL;
  return found != NULL ? found : n == 1 ? one : many;
}

/* The words of C_(), which begin at @offset of @key. */
const char *
lc_pgettext (const char *key, gsize offset)
{
  const LoadedLanguage *told = get_told ();
  const char *found;

  if (told == NULL)
    return g_dpgettext (GETTEXT_PACKAGE, key, offset);
  found = find_words (told, key);
  return found != NULL ? found : key + offset;
}

/**
 * lc_pgettext_of:
 * @context: what tells the same words apart
 * @words: that are known to translators only by chance
 *
 * Returns: (transfer none): the translation, or @words
 */
const char *
lc_pgettext_of (const char *context, const char *words)
{
  const LoadedLanguage *told = get_told ();
  g_autofree char *key = NULL;
  const char *found;

  if (told == NULL)
    return g_dpgettext2 (GETTEXT_PACKAGE, context, words);
  key = g_strconcat (context, "\004", words, NULL);
  found = find_words (told, key);
  return found != NULL ? found : words;
}

void
lc_language_init (void)
{
  const char *directory = g_getenv (LOCALE_DIRECTORY_VARIABLE);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* Returns: (array zero-terminated=1): the names of all languages, "en" first */
const char *const *
lc_language_list (void)
{
  return languages;
}

/**
 * lc_language_find:
 * @word: (nullable): what a person or a file calls a language: "de", "pt-br"
 *
 * Returns: (transfer none) (nullable): the name that the other functions take; %NULL
 *   when Linecheck does not speak it
 */
const char *
lc_language_find (const char *word)
{
  g_autofree char *name = word != NULL ? g_strdelimit (g_strdup (word), "-", '_') : NULL;

  for (guint i = 0; name != NULL && languages[i] != NULL; i++)
    if (g_ascii_strcasecmp (languages[i], name) == 0)
      return languages[i];
  return NULL;
}

/* Returns: whether its catalogue is there */
gboolean
lc_language_is_installed (const char *language)
{
  return get_language (language) != NULL;
}

/**
 * lc_language_dup_name:
 * @language: from lc_language_find()
 *
 * Returns: (transfer full): what those who speak it call it: "Deutsch"
 */
char *
lc_language_dup_name (const char *language)
{
  char *name;

  lc_language_push (language);
  /* Translators: what your language is called in your language: “Deutsch”, “Português (Brasil)”. */
  name = g_strdup (C_("the name of the language in itself", "English"));
  lc_language_pop ();
  return name;
}

/**
 * lc_language_push:
 * @language: (nullable): from lc_language_find(); %NULL, or one that is not
 *   installed, for the language of the process
 *
 * From here on this thread speaks @language, until the matching lc_language_pop().
 */
void
lc_language_push (const char *language)
{
  LanguageFrame *frame = g_new0 (LanguageFrame, 1);

  frame->below = g_private_get (&top_frame);
  frame->language = language != NULL ? get_language (language) : NULL;
  frame->locale_before = uselocale ((locale_t) 0);
  g_private_set (&top_frame, frame);
  uselocale (frame->language != NULL && frame->language->locale != (locale_t) 0 ? frame->language->locale
                                                                               : LC_GLOBAL_LOCALE);
}

void
lc_language_pop (void)
{
  LanguageFrame *frame = g_private_get (&top_frame);

  g_return_if_fail (frame != NULL);
  uselocale (frame->locale_before);
  g_private_set (&top_frame, frame->below);
  g_free (frame);
}

/* Returns: whether months of this thread's language have names here; without a locale they would be
 * in that of the process */
gboolean
lc_language_has_dates (void)
{
  const LoadedLanguage *told = get_told ();

  return told == NULL || told->is_own || told->locale != (locale_t) 0;
}
