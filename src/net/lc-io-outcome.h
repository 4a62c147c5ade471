/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-io-outcome.h: errors of GIO and libsoup as outcomes, in one place.
 */
#pragma once

#include "base/lc-types.h"

G_BEGIN_DECLS

LcOutcome lc_io_outcome_from_error (const GError *error);

G_END_DECLS
