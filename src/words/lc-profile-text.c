/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-text.c: see lc-profile-text.h. scripts/update-po takes the names
 * out of data/profiles/quicklink-studio.json, with the contexts used here.
 */
#include "config.h"

#include "words/lc-profile-text.h"

#include "language/lc-i18n.h"

static const char *
translate (const char *context, const char *name)
{
  return name != NULL && name[0] != '\0' ? lc_pgettext_of (context, name) : name;
}

/**
 * lc_profile_text_place:
 * @place: (nullable): where a region is, as a profile calls it
 *
 * Returns: (transfer none) (nullable): the same for people; valid as long as @place
 */
const char *
lc_profile_text_place (const char *place)
{
  return translate ("place", place);
}

/**
 * lc_profile_text_endpoint:
 * @name: (nullable): of a server, as a profile calls it
 *
 * Returns: (transfer none) (nullable): the same for people; valid as long as @name
 */
const char *
lc_profile_text_endpoint (const char *name)
{
  return translate ("server", name);
}

/**
 * lc_profile_text_traffic:
 * @name: (nullable): of a class of traffic, as a profile calls it
 *
 * Returns: (transfer none) (nullable): the same for people; valid as long as @name
 */
const char *
lc_profile_text_traffic (const char *name)
{
  return translate ("traffic", name);
}
