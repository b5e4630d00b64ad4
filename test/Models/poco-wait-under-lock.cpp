// REQUIRES: poco
// RUN: %check wait-under-lock %s -- -std=c++17 %{poco}

// A lock of Poco that is given a time gives up with an exception.

#include <Poco/Mutex.h>
#include <thread>

void timedOk() {
  Poco::FastMutex Door;
  Door.lock();
  std::thread Other([&] {
    Door.lock(50);
    Door.unlock();
  });
  Other.join();
  Door.unlock();
}

void timedGuardOk() {
  Poco::FastMutex Door;
  Door.lock();
  std::thread Other([&] { Poco::FastMutex::ScopedLock Lock(Door, 50); });
  Other.join();
  Door.unlock();
}

void plainBad() {
  Poco::FastMutex Door;
  Door.lock();
  std::thread Other([&] {
    Door.lock();
    Door.unlock();
  });
  Other.join(); // WARN: 'Door'
  Door.unlock();
}
