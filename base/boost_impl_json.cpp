// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/src.hpp>
#include <boost/url/src.hpp>
