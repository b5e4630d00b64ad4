// RUN: %check self-wait %s -- -std=c++17
// RUN: %check self-wait %s -- -std=c++20

// Tasks that a project hides in raw storage of its own, and queues that are
// rings of such storage.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <new>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

// A buffer, and a table of what can be done with it.

struct Moves {
  virtual void call(void *) const = 0;
  virtual void move(void *, void *) const = 0;
  virtual void end(void *) const = 0;
};

struct MovesNothing : Moves {
  void call(void *) const final {}
  void move(void *, void *) const final {}
  void end(void *) const final {}
};

template <typename F> struct MovesOf : Moves {
  void call(void *At) const final { (*static_cast<F *>(At))(); }
  void move(void *From, void *To) const final {
    ::new (To) F(std::move(*static_cast<F *>(From)));
  }
  void end(void *At) const final { static_cast<F *>(At)->~F(); }
};

template <typename Signature, size_t Size = 64> class Parcel;

template <size_t Size> class Parcel<void(), Size> {
public:
  Parcel() { setNothing(); }
  template <typename F, std::enable_if_t<sizeof(F) <= Size, bool> = true>
  Parcel(F What) {
    static const MovesOf<F> Of{};
    How = &Of;
    ::new (&Buffer) F(std::move(What));
  }
  Parcel(Parcel &&Other) : How(Other.How) { How->move(&Other.Buffer, &Buffer); }
  ~Parcel() { How->end(&Buffer); }
  Parcel &operator=(Parcel &&Other) {
    How->end(&Buffer);
    How = Other.How;
    How->move(&Other.Buffer, &Buffer);
    return *this;
  }
  void operator()() { How->call(&Buffer); }

private:
  void setNothing() {
    static const MovesNothing None{};
    How = &None;
  }
  std::aligned_storage_t<Size> Buffer;
  const Moves *How;
};

// One that is declared before it is defined.

class Packet;

class Packet {
public:
  template <typename F> Packet(F What) {
    static const MovesOf<F> Of{};
    How = &Of;
    ::new (static_cast<void *>(Bytes)) F(std::move(What));
  }
  Packet(Packet &&Other) : How(Other.How) { How->move(Other.Bytes, Bytes); }
  ~Packet() { How->end(Bytes); }
  void operator()() { How->call(Bytes); }

private:
  alignas(std::max_align_t) unsigned char Bytes[64];
  const Moves *How;
};

// A pointer to it, and a function that knows what it is.

class Borrowed {
public:
  template <typename F> Borrowed(F &What)
      : Of(&What), How([](void *At) { (*static_cast<F *>(At))(); }) {}
  void operator()() const { How(Of); }

private:
  void *Of;
  void (*How)(void *);
};

// A ring of storage.

template <typename T> class Slot {
public:
  T &get() { return *reinterpret_cast<T *>(&Bytes); }
  template <typename U> void fill(U &&With) {
    new (&Bytes) T(std::forward<U>(With));
  }
  void empty() { get().~T(); }

private:
  std::aligned_storage_t<sizeof(T), alignof(T)> Bytes;
};

template <typename T> class Ring {
public:
  Ring() : Slots(64) {}
  template <typename U> void push(U &&With) {
    Slots[(First + Count) % Slots.size()].fill(std::forward<U>(With));
    ++Count;
  }
  T &top() { return Slots[First].get(); }
  void pop() {
    Slots[First].empty();
    First = (First + 1) % Slots.size();
    --Count;
  }
  bool empty() const { return Count == 0; }

private:
  std::vector<Slot<T>> Slots;
  size_t First = 0, Count = 0;
};

template <typename T> class Line {
public:
  template <typename U> void push(U &&With) {
    Items.push_back(std::forward<U>(With));
  }
  T &top() { return Items.front(); }
  void pop() { Items.pop_front(); }
  bool empty() const { return Items.empty(); }

private:
  std::deque<T> Items;
};

template <typename Queue> class Post {
public:
  Post() : Carrier([this] { carry(); }) {}
  ~Post() {
    {
      std::lock_guard<std::mutex> Hold(Lock);
      Closed = true;
    }
    Some.notify_one();
    Carrier.join();
  }
  template <typename F> void send(F What) {
    {
      std::lock_guard<std::mutex> Hold(Lock);
      Bag.push(std::move(What));
    }
    Some.notify_one();
  }

private:
  void carry() {
    for (;;) {
      std::unique_lock<std::mutex> Hold(Lock);
      Some.wait(Hold, [this] { return Closed || !Bag.empty(); });
      if (Bag.empty())
        return;
      auto What = std::move(Bag.top());
      Bag.pop();
      Hold.unlock();
      What();
    }
  }
  std::mutex Lock;
  std::condition_variable Some;
  Queue Bag;
  bool Closed = false;
  std::thread Carrier;
};

template class Post<Line<Packet>>;
template class Post<Line<Parcel<void()>>>;
template class Post<Ring<std::function<void()>>>;
template class Post<Ring<Parcel<void()>>>;
using Packets = Post<Line<Packet>>;
using Parcels = Post<Line<Parcel<void()>>>;
using RingOfFunctions = Post<Ring<std::function<void()>>>;
using RingOfParcels = Post<Ring<Parcel<void()>>>;

void parcelBad(Parcels &Mail) {
  Mail.send(Parcel<void()>([&Mail] {
    std::promise<int> Answer;
    Mail.send(Parcel<void()>([&Answer] { Answer.set_value(1); }));
    Answer.get_future().get(); // WARN[get]: task of 'Mail' blocks in 'get'
  }));
}

void packetBad(Packets &Mail) {
  Mail.send(Packet([&Mail] {
    std::promise<int> Answer;
    Mail.send(Packet([&Answer] { Answer.set_value(1); }));
    Answer.get_future().get(); // WARN[get]: task of 'Mail' blocks in 'get'
  }));
}

void ringBad(RingOfFunctions &Mail) {
  Mail.send([&Mail] {
    std::promise<int> Answer;
    Mail.send([&Answer] { Answer.set_value(1); });
    Answer.get_future().get(); // WARN[get]: task of 'Mail' blocks in 'get'
  });
}

void ringOfParcelsBad(RingOfParcels &Mail) {
  Mail.send(Parcel<void()>([&Mail] {
    std::promise<int> Answer;
    Mail.send(Parcel<void()>([&Answer] { Answer.set_value(1); }));
    Answer.get_future().get(); // WARN[get]: task of 'Mail' blocks in 'get'
  }));
}

// It is only lent, and assigned first.

void onceLent(Borrowed What) { What(); }

void lentBad(Parcels &Mail) {
  Mail.send(Parcel<void()>([&Mail] {
    std::promise<int> Answer;
    Parcel<void()> Later;
    Later = Parcel<void()>([&Answer] { Answer.set_value(1); });
    Mail.send(std::move(Later));
    auto Ask = [&Answer] {
      Answer.get_future().get(); // WARN[get]: task of 'Mail' blocks in 'get'
    };
    onceLent(Ask);
  }));
}

// Another carrier brings the answer.

void otherOk(Parcels &Mail, RingOfParcels &Other) {
  Mail.send(Parcel<void()>([&Other] {
    std::promise<int> Answer;
    Other.send(Parcel<void()>([&Answer] { Answer.set_value(1); }));
    Answer.get_future().get();
  }));
}

void hereOk(Parcels &Mail) {
  Mail.send(Parcel<void()>([] {
    std::promise<int> Answer;
    Parcel<void()> Now([&Answer] { Answer.set_value(1); });
    Now();
    Answer.get_future().get();
  }));
}

// One that tells its own end is more than a callable.

class Told {
public:
  template <typename F> explicit Told(F What) {
    ::new (Buffer) F(std::move(What));
    How = [](void *At) { (*static_cast<F *>(At))(); };
  }
  void operator()() {
    How(Buffer);
    Done.set_value();
  }
  void wait() { Done.get_future().get(); }

private:
  alignas(std::max_align_t) unsigned char Buffer[64];
  void (*How)(void *);
  std::promise<void> Done;
};

void toldOk(Parcels &Mail) {
  Mail.send(Parcel<void()>([] {
    Told Now([] {});
    Now();
    Now.wait();
  }));
}

// A string has bytes too, and hides nothing.

struct Step {
  virtual ~Step() = default;
  virtual void take() = 0;
};

template <typename F> struct StepOf : Step {
  explicit StepOf(F What) : What(std::move(What)) {}
  void take() override { What(); }
  F What;
};

class Named {
public:
  template <typename F>
  explicit Named(F What) : Name("named"), What(new StepOf<F>(std::move(What))) {}
  void operator()() {
    What->take();
    if (Over)
      Over->set_value();
  }
  std::string Name;
  Step *What;
  std::promise<void> *Over = nullptr;
};

void namedOk(Parcels &Mail) {
  Mail.send(Parcel<void()>([] {
    std::promise<void> Over;
    Named Now([] {});
    Now.Over = &Over;
    Now();
    Over.get_future().get();
  }));
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Parcels A;
static Packets D;
static RingOfFunctions B;
static RingOfParcels C;
template <typename Mail> void finish(Mail &Of) {
  std::promise<void> End;
  Of.send([&End] { End.set_value(); });
  End.get_future().get();
}
#define CASE(fn, mail, ...) {#fn, [] { fn(__VA_ARGS__); finish(mail); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(parcelBad, A, A), CASE(packetBad, D, D), CASE(ringBad, B, B),
                  CASE(ringOfParcelsBad, C, C), CASE(lentBad, A, A),
                  CASE(otherOk, A, A, C), CASE(hereOk, A, A),
                  CASE(toldOk, A, A), CASE(namedOk, A, A)});
}
#endif
