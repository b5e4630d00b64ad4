// REQUIRES: llvm-19, poco
// RUN: %python %S/Inputs/names.py %root/models/poco.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{poco}

#include <Poco/AutoPtr.h>
#include <Poco/Condition.h>
#include <Poco/Event.h>
#include <Poco/Mutex.h>
#include <Poco/NotificationQueue.h>
#include <Poco/RWLock.h>
#include <Poco/Runnable.h>
#include <Poco/ScopedLock.h>
#include <Poco/Semaphore.h>
#include <Poco/SharedPtr.h>
#include <Poco/Task.h>
#include <Poco/TaskManager.h>
#include <Poco/Thread.h>
#include <Poco/ThreadPool.h>
