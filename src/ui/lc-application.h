/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-application.h: the application: one window, however often it is started.
 */
#pragma once

#include <adwaita.h>

#include "ui/lc-session.h"

G_BEGIN_DECLS

/* The same in every variant, so that the parts that use it need not know which this is. */
#define LC_SETTINGS_SCHEMA "tv.quicklink.Linecheck"

#define LC_TYPE_APPLICATION (lc_application_get_type ())
G_DECLARE_FINAL_TYPE (LcApplication, lc_application, LC, APPLICATION, AdwApplication)

LcApplication *lc_application_new (void);

G_END_DECLS
