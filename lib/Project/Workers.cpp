// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Workers.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gridlock {
namespace {

volatile std::sig_atomic_t Interrupted = 0;

void interrupt(int) { Interrupted = 1; }

/// While it lives, an interrupt is only noted.
class InterruptNote {
public:
  InterruptNote() {
    struct sigaction Note = {};
    Note.sa_handler = interrupt;
    sigemptyset(&Note.sa_mask);
    for (size_t I = 0; I < Count; ++I)
      sigaction(Signals[I], &Note, &Before[I]);
  }
  ~InterruptNote() { restore(); }
  void restore() {
    for (size_t I = 0; I < Count; ++I)
      sigaction(Signals[I], &Before[I], nullptr);
  }

private:
  static constexpr size_t Count = 3;
  static constexpr int Signals[Count] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction Before[Count];
};

/// The memory that a process uses now, in bytes.
uint64_t memoryOf(pid_t Id) {
  auto Text = llvm::MemoryBuffer::getFileAsStream(
      "/proc/" + std::to_string(Id) + "/statm");
  if (!Text)
    return 0;
  uint64_t Pages = 0;
  if ((*Text)->getBuffer().split(' ').second.split(' ').first.getAsInteger(
          10, Pages))
    return 0;
  return Pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

/// All of it; false if nobody reads any more.
bool writeAll(int To, llvm::StringRef Bytes) {
  while (!Bytes.empty()) {
    ssize_t Count = ::write(To, Bytes.data(), Bytes.size());
    if (Count < 0 && errno != EINTR)
      return false;
    Bytes = Bytes.drop_front(std::max<ssize_t>(Count, 0));
  }
  return true;
}

/// Nobody waits for the work of a process whose parent was killed.
void endWithParent(pid_t Parent) {
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (::getppid() != Parent)
    ::_exit(1);
}

/// What the work prints is not for the user.
void silence() {
  int Nowhere = ::open("/dev/null", O_WRONLY);
  if (Nowhere < 0)
    return;
  ::dup2(Nowhere, STDOUT_FILENO);
  ::dup2(Nowhere, STDERR_FILENO);
}

} // namespace

bool Workers::start(unsigned Index,
                    llvm::function_ref<std::string(unsigned)> Work) {
  int Ends[2];
  if (::pipe(Ends))
    return false;
  pid_t Self = ::getpid(), Id = ::fork();
  if (Id < 0) {
    ::close(Ends[0]);
    ::close(Ends[1]);
    return false;
  }
  if (Id == 0) {
    endWithParent(Self);
    for (int Signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE})
      std::signal(Signal, SIG_DFL);
    ::close(Ends[0]);
    silence();
    // A byte at the end tells that all is there.
    std::string Bytes = Work(Index) + '.';
    // No destructors: the parent owns what they would touch.
    ::_exit(writeAll(Ends[1], Bytes) ? 0 : 1);
  }
  ::close(Ends[1]);
  ::fcntl(Ends[0], F_SETFL, O_NONBLOCK);
  ::fcntl(Ends[0], F_SETFD, FD_CLOEXEC);
  Running.push_back({Id, Ends[0], Index, std::string()});
  return true;
}

bool Workers::mayStart() const {
  if (Running.empty())
    return true;
  if (Running.size() >= Jobs)
    return false;
  if (!MaxMemory)
    return true;
  uint64_t Used = 0;
  for (const Process &One : Running)
    Used += std::max(memoryOf(One.Id), Largest);
  return Used + Largest <= MaxMemory;
}

/// Waits until something comes, for a fifth of a second at most, and takes it.
void Workers::readAll() {
  std::vector<pollfd> Polled;
  for (const Process &One : Running)
    Polled.push_back({One.Pipe, POLLIN, 0});
  if (::poll(Polled.data(), Polled.size(), 200) <= 0)
    return;
  std::vector<Process> Still;
  char Buffer[1 << 16];
  for (size_t I = 0; I < Running.size(); ++I) {
    bool Ended = false;
    while (Polled[I].revents && !Ended) {
      ssize_t Count = ::read(Running[I].Pipe, Buffer, sizeof(Buffer));
      if (Count < 0 && (errno == EAGAIN || errno == EINTR))
        break;
      Ended = Count <= 0;
      if (!Ended)
        Running[I].Bytes.append(Buffer, Count);
    }
    (Ended ? Finished : Still).push_back(std::move(Running[I]));
  }
  Running = std::move(Still);
}

WorkResult Workers::end(Process &Ended) {
  ::close(Ended.Pipe);
  int Status = 0;
  struct rusage Usage = {};
  while (::wait4(Ended.Id, &Status, 0, &Usage) < 0 && errno == EINTR)
    ;
  Largest = std::max<uint64_t>(Largest, uint64_t(Usage.ru_maxrss) * 1024);
  WorkResult Result;
  Result.Signal = WIFSIGNALED(Status) ? WTERMSIG(Status) : 0;
  Result.Crashed = Status != 0 || Ended.Bytes.empty();
  if (!Result.Crashed) {
    Ended.Bytes.pop_back();
    Result.Bytes = std::move(Ended.Bytes);
  }
  return Result;
}

void Workers::endAll() {
  for (Process &One : Running) {
    ::kill(One.Id, SIGKILL);
    end(One);
  }
  Running.clear();
}

bool Workers::run(unsigned Count,
                  llvm::function_ref<std::string(unsigned)> Work,
                  llvm::function_ref<void(unsigned, WorkResult)> Done) {
  Interrupted = 0;
  InterruptNote Note;
  for (unsigned Next = 0; Next < Count || !Running.empty();) {
    while (Next < Count && !Interrupted && mayStart()) {
      if (start(Next, Work)) {
        ++Next;
        continue;
      }
      // No more processes now: with those that run it goes on.
      if (Running.empty()) {
        WorkResult None;
        None.Crashed = true;
        Done(Next++, None);
      }
      break;
    }
    if (!Running.empty())
      readAll();
    for (Process &One : std::exchange(Finished, {}))
      Done(One.Index, end(One));
    if (Interrupted) {
      endAll();
      return false;
    }
  }
  return true;
}

} // namespace gridlock
