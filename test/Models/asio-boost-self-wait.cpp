// REQUIRES: boost-asio
// RUN: %check self-wait %s -- %{boost-asio}

#include <boost/asio.hpp>
namespace asio = boost::asio;

#include "Inputs/AsioCases.h"
