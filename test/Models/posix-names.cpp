// REQUIRES: llvm-19
// RUN: %python %S/Inputs/names.py %root/models/posix.yaml %s \
// RUN:   -- %clangxx -std=c++17 -D_GNU_SOURCE

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
