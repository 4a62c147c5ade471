/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * main.c: linecheck, the application. Everything else is in a library that the
 * tests share.
 */
#include "config.h"

#include "language/lc-language.h"
#include "ui/lc-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (LcApplication) application = NULL;

  lc_language_init ();

  application = lc_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
