// RUN: %check wait-under-lock %s -- -std=c++17

// Handles of the project's own: what ends with them, and which mutex is whose.

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

template <class T> class Ref {
public:
  Ref() = default;
  Ref(T *Object, bool Adds = true) : Object(Object) {
    if (Object && Adds)
      Object->ref();
  }
  Ref(Ref &&Other) : Object(std::exchange(Other.Object, nullptr)) {}
  ~Ref() {
    if (Object)
      Object->unref();
  }
  void operator=(Ref Other) { std::swap(Object, Other.Object); }
  T *operator->() const { return Object; }

private:
  T *Object = nullptr;
};

struct Buffer;

struct Source {
  virtual ~Source() = default;
  virtual void onCancel() = 0;
  virtual std::shared_ptr<Buffer> buffer() = 0;
  void ref() { ++Count; }
  virtual void unref() {
    if (Count.fetch_sub(1) == 1)
      delete this;
  }

private:
  std::atomic<int> Count{1};
};

struct Buffer {
  void close() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: by what is called back while 'Mutex' is locked: a thread waits for itself{{$}}
    Closed = true;
  }
  void startOk(Ref<Source> From);
  void startBad(Ref<Source> From);

private:
  std::mutex Mutex;
  bool Closed = false, Canceled = false;
  Ref<Source> Kept;
};

void later(Ref<Source> What);

class File : public Source {
public:
  explicit File(std::shared_ptr<Buffer> B) : B(std::move(B)) {}
  ~File() override { B->close(); }
  std::shared_ptr<Buffer> buffer() override { return B; }
  /// It holds itself while it is handed over; who has called it does so, too.
  void onCancel() override {
    later(Ref<Source>(this));
    Ref<Source> Self(this);
  }

private:
  std::shared_ptr<Buffer> B;
};

void Buffer::startOk(Ref<Source> From) {
  std::lock_guard<std::mutex> Lock(Mutex);
  Kept = std::move(From);
  if (Canceled)
    Kept->onCancel();
}

/// The only handle of what is made here: it dies under the lock.
void Buffer::startBad(Ref<Source> From) {
  std::lock_guard<std::mutex> Lock(Mutex);
  Ref<Source> Only(new File(From->buffer()), false);
}

void startOk() {
  auto B = std::make_shared<Buffer>();
  B->startOk(Ref<Source>(new File(B), false));
}

void startBad() {
  auto B = std::make_shared<Buffer>();
  B->startBad(Ref<Source>(new File(B), false));
}
