# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""generate.py SHAPE COUNT: prints a source that is large in one way.

Each one ends with a wait that is reported, unless its shape says otherwise, so
that a test sees whether the analysis came to its end."""

import sys

START = """\
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
public:
  Pool() : Worker([this] { work(); }) {}
  ~Pool() { Worker.join(); }
  std::future<int> submit(std::function<int()> Function) {
    auto Task = std::make_shared<std::packaged_task<int()>>(std::move(Function));
    std::future<int> Result = Task->get_future();
    std::lock_guard<std::mutex> Lock(Mutex);
    Queue.push([Task] { (*Task)(); });
    Changed.notify_one();
    return Result;
  }

private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Changed.wait(Lock, [this] { return !Queue.empty(); });
      std::function<void()> Task = std::move(Queue.front());
      Queue.pop();
      Lock.unlock();
      Task();
    }
  }
  std::mutex Mutex;
  std::condition_variable Changed;
  std::queue<std::function<void()>> Queue;
  std::thread Worker;
};

/// Takes plain functions: they cost the compiler less than std::function.
class Crew {
public:
  Crew() : Worker([this] { work(); }) {}
  ~Crew() { Worker.join(); }
  void put(int (*Job)()) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Jobs.push(Job);
    Changed.notify_one();
  }

private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Changed.wait(Lock, [this] { return !Jobs.empty(); });
      int (*Job)() = Jobs.front();
      Jobs.pop();
      Lock.unlock();
      Job();
    }
  }
  std::mutex Mutex;
  std::condition_variable Changed;
  std::queue<int (*)()> Jobs;
  std::thread Worker;
};

Pool Global;
Crew Hands;
"""

# A task that waits for a task of its own pool.
END = """
void waitsForItself() {
  Global.submit([] {
    return Global.submit([] { return 1; }).get(); // WARN[get]: task of 'Global' blocks in 'get'
  });
}
"""


def statements(count):
    """One function of very many statements."""
    yield "int large(int N) {\n"
    for i in range(count):
        yield "  if (N == %d) Hands.put([] { return %d; });\n" % (i, i)
    yield "  return N;\n}\n"


def blocks(count):
    """One function of very many loops and branches, one after the other."""
    yield "int branching(int N, std::future<int> &Given) {\n  int Sum = 0;\n"
    for i in range(count):
        yield ("  for (int I = 0; I < N; ++I) { if (I == %d) continue; "
               "if (Given.valid() && Sum < I) Sum += Given.get(); else --Sum; }\n" % i)
    yield "  return Sum;\n}\n"


def nesting(count):
    """Loops and branches, each in the one before."""
    yield "int nested(int N, std::future<int> &Given) {\n"
    for i in range(count):
        yield "  while (N > %d) { if (N == %d + 1) break; if (Given.valid())\n" % (i, i)
    yield "  N -= Given.get();\n" + "  }\n" * count + "  return N;\n}\n"


def lambdas(count):
    """Very many lambdas that are submitted, in functions of a hundred."""
    for i in range(0, count, 100):
        yield "void batch%d() {\n" % i
        for j in range(i, min(count, i + 100)):
            yield "  Hands.put([] { return %d; });\n" % j
        yield "}\n"


def one_batch(count):
    """The same in one function: more than the analysis follows."""
    yield "void batch() {\n"
    for i in range(count):
        yield "  Hands.put([] { return %d; });\n" % i
    yield "}\n"


def waiting_lambdas(count):
    """Very many tasks that each wait for one of their own pool."""
    for i in range(0, count, 100):
        yield "void batch%d() {\n" % i
        for j in range(i, min(count, i + 100)):
            yield ("  Global.submit([] { return Global.submit([] { return %d; }).get(); });"
                   " // WARN[get]: task of 'Global' blocks in 'get'\n" % j)
        yield "}\n"


def nested_lambdas(count):
    """Each task submits the next one, and waits for it."""
    yield "void chain() {\n"
    for i in range(count):
        yield "  Global.submit([] {\n"
    yield "  return 0;\n"
    for i in range(count):
        yield "  });\n" if i == count - 1 else (
            "  }).get(); // WARN[get]: task of 'Global' blocks in 'get'\n  return 1;\n")
    yield "}\n"


def calls(count):
    """A chain of calls that is deeper than the analysis goes."""
    yield "int call0(int N) { return Global.submit([N] { return N; }).get(); }\n"
    for i in range(1, count):
        yield "int call%d(int N) { return call%d(N + 1); }\n" % (i, i - 1)
    yield "void start() { Global.submit([] { return call%d(1); }); }\n" % (count - 1)


def cycle(count):
    """Functions that all call each other, with tasks on the way."""
    for i in range(count):
        yield "int cycle%d(int N, Pool &P);\n" % i
    for i in range(count):
        yield "int cycle%d(int N, Pool &P) {\n  if (N == %d) return N;\n" % (i, i)
        for j in range(count):
            yield "  if (N %% %d == %d) cycle%d(N - 1, P);\n" % (count, j, j)
        yield "  P.submit([N, &P] { return cycle%d(N - 1, P); });\n" % ((i + 1) % count)
        yield "  return 0;\n}\n"


def fan(count):
    """Calls whose number doubles with each level."""
    yield "void fan0(Pool &A, Pool &B) { A.submit([&B] { return B.submit([] { return 1; }).get(); }); }\n"
    for i in range(1, count):
        yield ("void fan%d(Pool &A, Pool &B) { fan%d(A, B); fan%d(B, A); }\n"
               % (i, i - 1, i - 1))
    yield "void startFan() { Pool A, B; fan%d(A, B); }\n" % (count - 1)


def classes(count):
    """Very many overrides of one virtual method."""
    yield "struct Base { virtual ~Base(); virtual int run(); };\n"
    for i in range(count):
        yield ("struct Derived%d : Base { int run() override "
               "{ return Global.submit([] { return %d; }).get(); } };\n" % (i, i))
    yield "void virtualTask(Base &B) { Global.submit([&B] { return B.run(); }); }\n"


def templates(count):
    """A template that instantiates itself, with a lambda at each level."""
    yield """template <int N> int descend(Pool &P) {
  if constexpr (N == 0)
    return P.submit([] { return 1; }).get();
  else
    return descend<N - 1>(P) + descend<N / 2>(P);
}
template <int N, typename F> int wrap(Pool &P, F Function) {
  if constexpr (N == 0)
    return P.submit(Function).get();
  else
    return wrap<N - 1>(P, [Function] { return Function() + 1; });
}
"""
    yield "void useTemplates() { Pool P; descend<%d>(P); wrap<%d>(P, [] { return 1; }); }\n" % (
        count, count)


def expression(count):
    """One expression of very many calls."""
    yield "int sum(std::future<int> &Given) {\n  return 0"
    for i in range(count):
        yield " + (Given.valid() ? %d : Given.get())%s" % (i, "\n" if i % 8 == 0 else "")
    yield ";\n}\n"


def table(count):
    """A generated table of callables."""
    yield "int entry(int N) { return N; }\n"
    yield "int (*const Table[])() = {\n"
    for i in range(count):
        yield "  [] { return entry(%d); },\n" % i
    yield "};\nvoid useTable() { for (auto Entry : Table) Hands.put(Entry); }\n"


def aliases(count):
    """Places that stand for each other, in circles."""
    yield "struct Node { Node *Next; Node *Back; Pool *Runs; std::future<int> Result; };\n"
    yield "void circle() {\n"
    for i in range(count):
        yield "  Node *N%d = new Node();\n" % i
    for i in range(count):
        yield "  N%d->Next = N%d; N%d->Back = N%d->Next; N%d->Runs = N%d->Runs;\n" % (
            i, (i + 1) % count, i, (i + 7) % count, i, (i + 3) % count)
    yield "  N0->Runs = &Global;\n  N1->Result = N2->Runs->submit([N0] { return N0->Result.get(); });\n}\n"


def trees(count):
    """A task that makes values which hold each other, and takes them apart with a
    stack, before it waits."""
    yield """class Tree {
public:
  Tree() = default;
  explicit Tree(int Number) : Kind(Numbers), Number(Number) {}
  Tree(std::initializer_list<Tree> Given) : Kind(Lists), Items(new std::vector<Tree>) {
    for (const Tree &One : Given)
      Items->push_back(One);
  }
  Tree(const Tree &Other) : Kind(Other.Kind), Number(Other.Number) {
    if (Other.isList())
      Items = new std::vector<Tree>(*Other.Items);
  }
  Tree(Tree &&Other) : Kind(Other.Kind), Items(Other.Items) { Other.Kind = Nothing; }
  ~Tree() { destroy(Kind); }
  bool isList() const { return Kind == Lists; }
  bool isNumber() const { return Kind == Numbers; }

private:
  enum Kinds { Nothing, Lists, Numbers };
  void destroy(Kinds Of) {
    if (Of != Lists)
      return;
    std::vector<Tree> Stack;
    for (auto &It : *Items)
      Stack.push_back(std::move(It));
    while (!Stack.empty()) {
      Tree Current(std::move(Stack.back()));
      Stack.pop_back();
      if (Current.isNumber())
        continue;
      if (Current.isList())
        for (auto &It : *Current.Items)
          Stack.push_back(std::move(It));
    }
    delete Items;
  }
  Kinds Kind = Nothing;
  int Number = 0;
  std::vector<Tree> *Items = nullptr;
};
int weigh(const Tree &One);
"""
    yield "void answer(Pool &P) {\n  P.submit([&P] {\n    int Sum = 0;\n"
    for i in range(count):
        yield "    Sum += weigh(Tree{Tree(%d), Tree{Tree(1), Tree(2)}, Tree()});\n" % i
    yield ("    return Sum + P.submit([] { return 1; }).get(); "
           "// WARN[get]: task of 'P' blocks in 'get'\n  });\n}\n")


SHAPES = {f.__name__: f for f in (
    statements, blocks, nesting, lambdas, one_batch, waiting_lambdas, nested_lambdas, calls, cycle,
    fan, classes, templates, expression, table, aliases, trees)}


def main():
    shape, count = SHAPES[sys.argv[1]], int(sys.argv[2])
    sys.stdout.write(START)
    sys.stdout.writelines(shape(count))
    sys.stdout.write(END)


if __name__ == "__main__":
    main()
