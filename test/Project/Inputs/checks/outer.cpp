#include "Parts.h"

void selfWaitBad(Crew &Pool) {
  Pool.hire([&] { load(Pool); });
}
void selfWaitOk(Crew &Pool) {
  std::thread([&] { load(Pool); }).join();
  Pool.hire([&] { order(Pool); });
}

// The only override that waits is in the other unit.
void virtualBad(Crew &Pool, Door &Front) {
  Pool.hire([&] { Front.open(Pool); });
}

void waitCycleBad(Crew &Cpu, Crew &Disk) {
  Cpu.hire([&] { Disk.hire([&] { fetch(Cpu); }).get(); });
}
void waitCycleOk(Crew &Cpu, Crew &Disk) {
  Cpu.hire([&] { Disk.hire([&] { order(Cpu); }).get(); });
}

void Store::flushBad(Crew &Pool) {
  std::lock_guard<std::mutex> Lock(Data);
  Pool.hire([this] { write(); }).get();
}
void Store::flushOk(Crew &Pool) {
  std::lock_guard<std::mutex> Lock(Data);
  Pool.hire([this] { count(); }).get();
}

void nestedLoopBad(Reel &Loop) {
  Loop.wind([&] { again(Loop); });
}
void nestedLoopOk(Reel &Loop) {
  Loop.wind([&] { look(Loop); });
}

void selfJoinBad(Drum &Pool) {
  Pool.load([&] { stop(Pool); });
}
void selfJoinOk(Drum &Pool) {
  Pool.load([&] { stopLater(Pool); });
}
