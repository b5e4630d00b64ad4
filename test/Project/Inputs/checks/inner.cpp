#include "Parts.h"

void load(Crew &Pool) { Pool.hire([] {}).get(); }
void fetch(Crew &Pool) { Pool.hire([] {}).get(); }
void order(Crew &Pool) { Pool.hire([] {}); }

struct Heavy : Door {
  void open(Crew &Pool) override { Pool.hire([] {}).get(); }
};
struct Light : Door {
  void open(Crew &Pool) override { Pool.hire([] {}); }
};

void Store::write() { std::lock_guard<std::mutex> Lock(Data); }
void Store::count() { std::lock_guard<std::mutex> Lock(Counters); }

void again(Reel &Loop) { Loop.run(); }
void look(Reel &Loop) { Loop.poll(); }

void stop(Drum &Pool) { Pool.shutdown(); }
void stopLater(Drum &Pool) { Pool.shutdownLater(); }
