/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-consent-page.h: what a first start shows: whom a check contacts, and the
 * question whether to go on.
 */
#pragma once

#include <gtk/gtk.h>

#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_CONSENT_PAGE (lc_consent_page_get_type ())
G_DECLARE_FINAL_TYPE (LcConsentPage, lc_consent_page, LC, CONSENT_PAGE, GtkWidget)

void lc_consent_page_set_profile (LcConsentPage *self, LcProfile *profile);
void lc_consent_page_focus (LcConsentPage *self);

G_END_DECLS
