// What the two units of this program know of each other.
#ifndef PARTS_H
#define PARTS_H

#include "nested-loop/Inputs/Reel.h"
#include "self-join/Inputs/Drum.h"
#include "wait-under-lock/Inputs/Crew.h"

#include <mutex>

// Each has a body in outer.cpp or inner.cpp.
void load(Crew &Pool);
void fetch(Crew &Pool);
void order(Crew &Pool);
void again(Reel &Loop);
void look(Reel &Loop);
void stop(Drum &Pool);
void stopLater(Drum &Pool);

class Store {
public:
  void flushBad(Crew &Pool);
  void flushOk(Crew &Pool);

private:
  void write();
  void count();
  std::mutex Data, Counters;
};

struct Door {
  virtual ~Door() = default;
  virtual void open(Crew &Pool) = 0;
};

#endif
