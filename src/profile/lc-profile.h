/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile.h: what the service needs from a network. Immutable, validated,
 * never touches the network. Where it comes from: lc-profile-file.h.
 */
#pragma once

#include <gio/gio.h>

#include "base/lc-address-range.h"
#include "base/lc-types.h"

G_BEGIN_DECLS

#define LC_PROFILE_MAX_TARGETS 1000 /* endpoint ports plus regions */

/* Which question an endpoint wants to be asked. */
typedef enum
{
  LC_ENDPOINT_HTTPS,
  LC_ENDPOINT_SOCKET_IO,
  LC_ENDPOINT_SIGNALING,
  LC_ENDPOINT_STUN,
  LC_ENDPOINT_TURN,
} LcEndpointKind;

/* Who published a requirement: the vendor's page decides pass and fail, the
 * operator's list explains and completes. */
typedef enum
{
  LC_LAYER_VENDOR,
  LC_LAYER_OPERATOR,
} LcLayer;

#define LC_N_LAYERS 2

typedef struct
{
  char *name; /* "Twilio" */
  char *url;  /* or NULL */
} LcPublisher;

typedef struct
{
  LcTransport transport;
  guint16 port;
  LcLayer layer; /* LC_LAYER_OPERATOR: a fallback that the vendor's page does not ask for */
} LcServerPort;

typedef struct
{
  char *id;   /* "portal", "socket-io", "signaling", "stun", "turn" */
  char *name; /* for people, untranslated: "Portal Socket.IO" */
  LcEndpointKind kind;
  char *host; /* lower case; a name (RFC 1123) or an IP address */
  char *path; /* for HTTPS, Socket.IO and signaling, else NULL */
  GArray *ports; /* of LcServerPort; exactly one, TLS, where there is a path */
} LcEndpoint;

typedef struct
{
  LcAddressRange range;
  char *published_cidr; /* as the publisher prints it, or NULL */
  LcLayer layer;
} LcRegionRange;

typedef struct
{
  char *id;    /* "ie1" */
  char *edge;  /* "dublin", or NULL where none is published */
  char *place; /* "Ireland" */
  double latitude;
  double longitude;
  LcLayer layer;
  GArray *ranges; /* of LcRegionRange, both layers */
} LcRegion;

typedef struct
{
  guint16 first;
  guint16 last;
} LcPortRange;

/**
 * LcThresholds:
 * Limits of one publisher. Each grade starts at its figure: below @good_rtt_ms
 * the RTT is better than good, from @suboptimal_rtt_ms on it is worth a warning.
 * A figure that the publisher does not give is NAN; the set that decides has all.
 */
typedef struct
{
  char *id;     /* "twilio-video" */
  char *source; /* "Twilio video diagnostics" */
  char *url;    /* or NULL */
  double good_rtt_ms, suboptimal_rtt_ms, poor_rtt_ms;
  double good_jitter_ms, suboptimal_jitter_ms, poor_jitter_ms;
  double good_loss_percent, suboptimal_loss_percent, poor_loss_percent;
} LcThresholds;

/**
 * LcMediaRates:
 * What the service sends, in kbit/s, and how long it shows the last frame of
 * a lost caller.
 */
typedef struct
{
  char *source; /* "Quicklink" */
  guint room_default_kbps, room_min_kbps, room_max_kbps;
  guint guest_max_kbps;
  guint audio_min_kbps, audio_max_kbps;
  guint last_frame_held_ms;
} LcMediaRates;

typedef struct
{
  char *id;   /* "audio" */
  char *name; /* "Audio" */
  guint8 dscp; /* 0 to 63 */
  char *class_name; /* "EF" */
} LcDscpClass;

typedef struct
{
  guint run_ms;             /* the whole run: 10000 */
  guint probe_ms;           /* one probe: 4000 */
  guint samples;            /* Bindings a region: 20 */
  guint sample_interval_ms; /* 50 */
} LcDeadlines;

#define LC_TYPE_PROFILE (lc_profile_get_type ())
G_DECLARE_FINAL_TYPE (LcProfile, lc_profile, LC, PROFILE, GObject)

const char         *lc_profile_get_json (LcProfile *self);

const char         *lc_profile_get_id (LcProfile *self);
const char         *lc_profile_get_name (LcProfile *self);
const char         *lc_profile_get_revision (LcProfile *self); /* ISO date */
const char         *lc_profile_get_support_phone (LcProfile *self);
const char         *lc_profile_get_support_email (LcProfile *self);
const char         *lc_profile_get_support_url (LcProfile *self);
const LcPublisher  *lc_profile_get_publisher (LcProfile *self, LcLayer layer);

const GPtrArray    *lc_profile_get_endpoints (LcProfile *self); /* of LcEndpoint */
const LcEndpoint   *lc_profile_find_endpoint (LcProfile *self, LcEndpointKind kind);
LcPortRange         lc_profile_get_client_ports (LcProfile *self);
LcPortRange         lc_profile_get_media_ports (LcProfile *self, LcLayer layer);
guint16             lc_profile_get_region_port (LcProfile *self); /* 3478 */

const GPtrArray    *lc_profile_get_regions (LcProfile *self); /* of LcRegion, both layers */
const LcRegion     *lc_profile_find_region (LcProfile *self, const char *id);
const LcRegion     *lc_profile_find_region_of_address (LcProfile *self, guint32 address,
                                                       LcLayer *layer);
const LcRegion     *lc_profile_find_region_of_text (LcProfile *self, const char *address, LcLayer *layer);
GArray             *lc_profile_get_cidrs (LcProfile *self, LcLayer layer); /* of LcCidr, minimal */
/* "dublin.stun.twilio.com" and "ie1.stun.twilio.com", or NULL */
char               *lc_profile_dup_region_edge_host (LcProfile *self, const LcRegion *region);
char               *lc_profile_dup_region_id_host (LcProfile *self, const LcRegion *region);

const LcThresholds *lc_profile_get_thresholds (LcProfile *self); /* those that decide */
const GPtrArray    *lc_profile_get_all_thresholds (LcProfile *self); /* of LcThresholds */
const LcMediaRates *lc_profile_get_media_rates (LcProfile *self); /* or NULL */
const GPtrArray    *lc_profile_get_dscp_classes (LcProfile *self); /* of LcDscpClass */
const LcDeadlines  *lc_profile_get_deadlines (LcProfile *self);

gboolean            lc_region_range_is_published_right (const LcRegionRange *self,
                                                        char **right_cidrs);

G_END_DECLS
