// What JUCE's headers declare, as far as the tests use it.

#include <functional>

namespace juce {

class CriticalSection {
public:
  CriticalSection() noexcept;
  void enter() const noexcept;
  bool tryEnter() const noexcept;
  void exit() const noexcept;
};
class SpinLock {
public:
  void enter() const noexcept;
  bool tryEnter() const noexcept;
  void exit() const noexcept;
};
template <typename LockType> class GenericScopedLock {
public:
  explicit GenericScopedLock(const LockType &L) noexcept : lock_(L) { L.enter(); }
  ~GenericScopedLock() noexcept { lock_.exit(); }

private:
  const LockType &lock_;
};
template <typename LockType> class GenericScopedUnlock {
public:
  explicit GenericScopedUnlock(const LockType &L) noexcept : lock_(L) { L.exit(); }
  ~GenericScopedUnlock() noexcept { lock_.enter(); }

private:
  const LockType &lock_;
};
using ScopedLock = GenericScopedLock<CriticalSection>;
using ScopedUnlock = GenericScopedUnlock<CriticalSection>;

class WaitableEvent {
public:
  explicit WaitableEvent(bool ManualReset = false) noexcept;
  bool wait(double Milliseconds = -1.0) const;
  void signal() const;
};

class Thread {
public:
  explicit Thread(const char *Name);
  virtual ~Thread();
  virtual void run() = 0;
  bool startThread();
  bool stopThread(int Milliseconds);
  bool waitForThreadToExit(int Milliseconds) const;
  static bool launch(std::function<void()>);
};

class ThreadPoolJob {
public:
  explicit ThreadPoolJob(const char *Name);
  virtual ~ThreadPoolJob();
  enum JobStatus { jobHasFinished, jobNeedsRunningAgain };
  virtual JobStatus runJob() = 0;
};

class ThreadPool {
public:
  ThreadPool();
  ThreadPool(int Threads, unsigned long StackSize = 0);
  ~ThreadPool();
  class JobSelector;
  void addJob(ThreadPoolJob *, bool DeleteWhenFinished);
  void addJob(std::function<ThreadPoolJob::JobStatus()>);
  void addJob(std::function<void()>);
  bool removeAllJobs(bool Interrupt, int Milliseconds, JobSelector * = nullptr);
  bool waitForJobToFinish(const ThreadPoolJob *, int Milliseconds) const;
};

class MessageManager {
public:
  template <typename Function> static bool callAsync(Function &&) { return true; }
  template <typename Function> static bool callSync(Function &&) { return true; }
  static MessageManager *getInstance();
  bool isThisTheMessageThread() const noexcept;
};

class MessageManagerLock {
public:
  MessageManagerLock(Thread * = nullptr);
  ~MessageManagerLock() noexcept;
};

class AsyncUpdater {
public:
  AsyncUpdater();
  virtual ~AsyncUpdater();
  void triggerAsyncUpdate();
  virtual void handleAsyncUpdate() = 0;
};

} // namespace juce
