// RUN: %check self-wait,nested-loop %s -- -std=c++17

// A single loop thread: capacity one. post(), invoke-and-wait, events, and
// objects that live on the thread.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Started and stopped by methods; the thread is a plain member.
class QuillThread
{
public:
    QuillThread() = default;
    ~QuillThread() { quit(); }

    void start()
    {
        m_thread = std::thread([this] { exec(); });
    }

    void quit()
    {
        if (!m_thread.joinable())
            return;
        postEvent([this] { m_running = false; });
        m_thread.join();
    }

    void postEvent(std::function<void()> event)
    {
        std::lock_guard<std::mutex> locker(m_mutex);
        m_events.push_back(std::move(event));
        m_available.notify_one();
    }

    template <typename Func> auto invoke(Func func) -> std::future<decltype(func())>
    {
        auto task = std::make_shared<std::packaged_task<decltype(func())()>>(func);
        postEvent([task] { (*task)(); });
        return task->get_future();
    }

    std::thread::id id() const { return m_thread.get_id(); }

private:
    void exec()
    {
        while (m_running) {
            std::vector<std::function<void()>> batch;
            {
                std::unique_lock<std::mutex> locker(m_mutex);
                while (m_events.empty())
                    m_available.wait(locker);
                batch.swap(m_events);
            }
            for (const auto &event : batch)
                event();
        }
    }

    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_available;
    std::vector<std::function<void()>> m_events;
    bool m_running = true;
};

// A handler that invokes and waits.

void handlerBad(QuillThread &ui)
{
    ui.postEvent([&ui] {
        auto width = ui.invoke([] { return 640; });
        width.wait(); // WARN:
    });
}

void handlerOk(QuillThread &ui)
{
    auto width = ui.invoke([] { return 640; });
    width.wait();
}

// A synchronous call for other threads, used by a handler.

class Document
{
public:
    explicit Document(QuillThread &thread) : m_thread(thread) {}

    int lines() { return m_thread.invoke([this] { return m_lines; }).get(); } // WARN:

    void append()
    {
        m_thread.postEvent([this] { m_lines = lines() + 1; });
    }

private:
    QuillThread &m_thread;
    int m_lines = 0;
};

class Sheet
{
public:
    explicit Sheet(QuillThread &thread) : m_thread(thread) {}

    int rows() { return m_thread.invoke([this] { return m_rows; }).get(); }

    void append()
    {
        int next = rows() + 1;
        m_thread.postEvent([this, next] { m_rows = next; });
    }

private:
    QuillThread &m_thread;
    int m_rows = 0;
};

void documentBad(QuillThread &ui)
{
    static Document document(ui);
    document.append();
}

void documentOk(QuillThread &ui)
{
    static Sheet sheet(ui);
    sheet.append();
}

// The same with a test of the thread: the handler takes the direct way.

class Canvas
{
public:
    explicit Canvas(QuillThread &thread) : m_thread(thread) {}

    int height()
    {
        if (std::this_thread::get_id() == m_thread.id())
            return m_height;
        return m_thread.invoke([this] { return m_height; }).get();
    }

    void paint()
    {
        m_thread.postEvent([this] { m_height = height() + 1; });
    }

private:
    QuillThread &m_thread;
    int m_height = 0;
};

void canvasOk(QuillThread &ui)
{
    static Canvas canvas(ui);
    canvas.paint();
    canvas.height();
}

// Two loops: the io loop may wait for the ui loop, as nothing leads back.

void twoLoopsOk(QuillThread &ui, QuillThread &io)
{
    io.postEvent([&ui] { ui.invoke([] { return 3; }).get(); });
}

// The active object: the loop is started in the constructor and hidden.

class Ledger
{
public:
    Ledger() : m_scribe([this] { scribble(); }) {}
    ~Ledger()
    {
        send({});
        m_scribe.join();
    }

    void deposit(int sum)
    {
        send([this, sum] { m_total += sum; });
    }

    int balance()
    {
        std::promise<int> answer;
        std::future<int> result = answer.get_future();
        send([this, &answer] { answer.set_value(m_total); });
        return result.get(); // WARN:
    }

    void closeBad()
    {
        send([this] { m_closing = balance(); });
    }

private:
    void send(std::function<void()> entry)
    {
        {
            std::lock_guard<std::mutex> locker(m_mutex);
            m_entries.push_back(std::move(entry));
        }
        m_cv.notify_one();
    }

    void scribble()
    {
        for (;;) {
            std::unique_lock<std::mutex> locker(m_mutex);
            m_cv.wait(locker, [this] { return !m_entries.empty(); });
            std::function<void()> entry = std::move(m_entries.front());
            m_entries.pop_front();
            locker.unlock();
            if (!entry)
                break;
            entry();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_cv;
    std::deque<std::function<void()>> m_entries;
    int m_total = 0;
    int m_closing = 0;
    std::thread m_scribe;
};

void ledgerBad()
{
    Ledger ledger;
    ledger.deposit(4);
    ledger.closeBad();
}

class Cashbook
{
public:
    Cashbook() : m_scribe([this] { scribble(); }) {}
    ~Cashbook()
    {
        send({});
        m_scribe.join();
    }

    int balance()
    {
        std::promise<int> answer;
        std::future<int> result = answer.get_future();
        send([this, &answer] { answer.set_value(m_total); });
        return result.get();
    }

    void close()
    {
        send([this] { m_closing = m_total; });
    }

private:
    void send(std::function<void()> entry)
    {
        {
            std::lock_guard<std::mutex> locker(m_mutex);
            m_entries.push_back(std::move(entry));
        }
        m_cv.notify_one();
    }

    void scribble()
    {
        for (;;) {
            std::unique_lock<std::mutex> locker(m_mutex);
            m_cv.wait(locker, [this] { return !m_entries.empty(); });
            std::function<void()> entry = std::move(m_entries.front());
            m_entries.pop_front();
            locker.unlock();
            if (!entry)
                break;
            entry();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_cv;
    std::deque<std::function<void()>> m_entries;
    int m_total = 0;
    int m_closing = 0;
    std::thread m_scribe;
};

void ledgerOk()
{
    Cashbook book;
    book.close();
    book.balance();
}

// invoke-and-wait as a method of the loop, with an event of its own.

class Reactor
{
public:
    Reactor() : m_thread(&Reactor::spin, this) {}
    ~Reactor()
    {
        later([this] { m_stop = true; });
        m_thread.join();
    }

    void later(std::function<void()> fn)
    {
        std::lock_guard<std::mutex> locker(m_mutex);
        m_queue.push_back(std::move(fn));
        m_cv.notify_one();
    }

    void laterAndWait(std::function<void()> fn)
    {
        std::mutex mutex;
        std::condition_variable cv;
        bool done = false;
        later([&] {
            fn();
            std::lock_guard<std::mutex> locker(mutex);
            done = true;
            cv.notify_one();
        });
        std::unique_lock<std::mutex> locker(mutex);
        cv.wait(locker, [&done] { return done; });
    }

private:
    void spin()
    {
        while (!m_stop) {
            std::function<void()> fn;
            {
                std::unique_lock<std::mutex> locker(m_mutex);
                while (m_queue.empty())
                    m_cv.wait(locker);
                fn = std::move(m_queue.front());
                m_queue.pop_front();
            }
            fn();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_cv;
    std::deque<std::function<void()>> m_queue;
    bool m_stop = false;
    std::thread m_thread;
};

void reactorBad(Reactor &reactor)
{
    reactor.later([&reactor] {
        reactor.laterAndWait([] {}); // WARN:
    });
}

void reactorOk(Reactor &reactor)
{
    reactor.laterAndWait([&reactor] {
        reactor.later([] {});
    });
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define UI(fn) {#fn, [] { QuillThread ui; ui.start(); fn(ui); }}
int main(int argc, char **argv)
{
    return runCase(argc, argv,
                   {UI(handlerBad), UI(handlerOk), UI(documentBad), UI(documentOk),
                    UI(canvasOk),
                    {"twoLoopsOk", [] { QuillThread ui, io; ui.start(); io.start(); twoLoopsOk(ui, io); }},
                    {"ledgerBad", ledgerBad},
                    {"ledgerOk", ledgerOk},
                    {"reactorBad", [] { Reactor r; reactorBad(r); }},
                    {"reactorOk", [] { Reactor r; reactorOk(r); }}});
}
#endif
