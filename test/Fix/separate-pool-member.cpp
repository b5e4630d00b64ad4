// RUN: %prove %s %t -- -std=c++17
// The pool is a member that two constructors initialize.

#include "Crew.h"

class Mill {
public:
  Mill() : workers_(1, "mill"), Scale(1) {}
  explicit Mill(int Scale) : workers_(1), Scale(Scale) {}

  int grind() {
    auto Sum = workers_.enqueue([this] {
      std::vector<std::future<int>> Grains;
      for (int I = 0; I < 4; ++I)
        Grains.push_back(workers_.enqueue([this, I] { return I * Scale; }));
      int Sum = 0;
      for (auto &Grain : Grains)
        Sum += Grain.get();
      return Sum;
    });
    return Sum.get();
  }

private:
  Crew workers_;
  int Scale;
};

int main() { return Mill(2).grind() + Mill().grind() == 18 ? 0 : 1; }

// FIXES
// note: fix: a separate pool 'workersForChildren_' for the tasks that are waited for: costs its threads
// -  Mill() : workers_(1, "mill"), Scale(1) {}
// -  explicit Mill(int Scale) : workers_(1), Scale(Scale) {}
// +  Mill() : workersForChildren_(1, "mill"), workers_(1, "mill"), Scale(1) {}
// +  explicit Mill(int Scale) : workersForChildren_(1), workers_(1), Scale(Scale) {}
// -        Grains.push_back(workers_.enqueue([this, I] { return I * Scale; }));
// +        Grains.push_back(workersForChildren_.enqueue([this, I] { return I * Scale; }));
// +  Crew workersForChildren_;
