/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-errno-outcome.h: what the errno of a socket says about the network.
 */
#pragma once

#include "base/lc-types.h"

G_BEGIN_DECLS

LcOutcome lc_outcome_from_local_errno (int error_number);
LcOutcome lc_outcome_from_connect_errno (int error_number);

G_END_DECLS
