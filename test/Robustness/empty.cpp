// RUN: %check self-wait %s
// RUN: %check self-wait %S/Inputs/empty.cpp
// RUN: %check self-wait %S/Inputs/empty.cpp -- -include future
