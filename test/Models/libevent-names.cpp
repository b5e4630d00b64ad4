// REQUIRES: llvm-19, libevent
// RUN: %python %S/Inputs/names.py %root/models/libevent.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{libevent}

#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
