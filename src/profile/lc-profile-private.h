/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-private.h: what the readers fill in and lc-profile.c holds.
 */
#pragma once

#include "base/lc-json-reader.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

struct _LcProfile
{
  GObject parent_instance;

  char *id;
  char *name;
  char *revision;
  char *support_phone;
  char *support_email;
  char *support_url;
  LcPublisher publishers[LC_N_LAYERS];

  GPtrArray *endpoints; /* of LcEndpoint */
  LcPortRange client_ports;
  LcPortRange media_ports[LC_N_LAYERS];

  char *region_host; /* with "{region}" in it, or NULL */
  guint16 region_port;
  GPtrArray *regions; /* of LcRegion */

  GPtrArray *thresholds;        /* of LcThresholds */
  const LcThresholds *deciding; /* one of them */
  LcMediaRates *media_rates;    /* or NULL */
  GPtrArray *dscp_classes;      /* of LcDscpClass */
  LcDeadlines deadlines;

  char *json;
};

LcEndpoint   *lc_endpoint_new (void);
LcRegion     *lc_region_new (void);
LcThresholds *lc_thresholds_new (void);

void          lc_profile_read (LcProfile *self, LcJsonReader *reader);

/* Parts of it; the reader stands at the profile. */
void          lc_profile_read_regions (LcProfile *self, LcJsonReader *reader);
void          lc_profile_read_thresholds (LcProfile *self, LcJsonReader *reader);
void          lc_profile_read_media_rates (LcProfile *self, LcJsonReader *reader);
void          lc_profile_read_dscp_classes (LcProfile *self, LcJsonReader *reader);
void          lc_profile_read_deadlines (LcProfile *self, LcJsonReader *reader);

G_END_DECLS
