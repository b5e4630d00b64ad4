// RUN: %check wait-under-lock %s -- -std=c++17

// What is called is a method of one of several classes, each made in view, and
// one of them comes back for the lock.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

class Session;

class Step {
public:
  virtual ~Step() = default;
  virtual void run(Session &On) = 0;
};

class Create : public Step {
public:
  void run(Session &) override {}
};

class Import : public Step {
public:
  void run(Session &On) override;
};

// Its plan has both kinds.

class Session {
public:
  void queryBad(const std::string &Text) {
    std::unique_lock<std::mutex> Hold(Lock); // WARN: 'Lock' is locked here while this thread holds it already
    for (auto &One : plan(Text))
      One->run(*this);
  }

private:
  std::vector<std::unique_ptr<Step>> plan(const std::string &Text) {
    std::vector<std::unique_ptr<Step>> Made;
    if (Text.empty())
      Made.push_back(std::make_unique<Create>());
    else
      Made.push_back(std::make_unique<Import>());
    return Made;
  }
  std::mutex Lock;
};

void Import::run(Session &On) { On.queryBad(""); }

// What it imports needs no lock any more.

class Calm;

class Work {
public:
  virtual ~Work() = default;
  virtual void run(Calm &On) = 0;
};

class Add : public Work {
public:
  void run(Calm &) override {}
};

class Load : public Work {
public:
  void run(Calm &On) override;
};

class Calm {
public:
  void queryOk(const std::string &Text) {
    std::unique_lock<std::mutex> Hold(Lock);
    queryLocked(Text);
  }
  void queryLocked(const std::string &Text) {
    std::unique_ptr<Work> Made;
    if (Text.empty())
      Made = std::make_unique<Add>();
    else
      Made = std::make_unique<Load>();
    Made->run(*this);
  }

private:
  std::mutex Lock;
};

void Load::run(Calm &On) { On.queryLocked(""); }

// Where the objects come from is not in view: which class they are of is not
// known, nor whether one that locks is ever among them.

class Shape {
public:
  virtual ~Shape() = default;
  virtual int size() = 0;
};

class Square : public Shape {
public:
  int size() override { return 1; }
};

class Group : public Shape {
public:
  void take(std::unique_ptr<Shape> One) {
    std::lock_guard<std::mutex> Hold(Lock);
    Parts.push_back(std::move(One));
  }
  int size() override {
    std::lock_guard<std::mutex> Hold(Lock);
    int All = 0;
    for (auto &Part : Parts)
      All += Part->size();
    return All;
  }

private:
  std::mutex Lock;
  std::vector<std::unique_ptr<Shape>> Parts;
};

int sizeOk() {
  Group Outer;
  auto Inner = std::make_unique<Group>();
  Inner->take(std::make_unique<Square>());
  Outer.take(std::move(Inner));
  Outer.take(std::make_unique<Square>());
  return Outer.size();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"queryBad", [] { Session().queryBad("import"); }},
                  {"queryOk", [] { Calm().queryOk("import"); }},
                  {"sizeOk", [] { sizeOk(); }}});
}
#endif
