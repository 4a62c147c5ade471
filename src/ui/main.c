/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * main.c: linecheck, the application. Everything else is in a library that the
 * tests share.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "ui/lc-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (LcApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = lc_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
