// RUN: %check self-wait %s -- -std=c++17

// A task joins a thread that itself waits for the task's pool.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class ferrymen
{
public:
    ferrymen(int n)
    {
        for (int i = 0; i < n; i++)
            m_men.push_back(std::make_unique<std::thread>(&ferrymen::row, this));
    }
    ~ferrymen()
    {
        m_lock.lock();
        m_done = true;
        m_lock.unlock();
        m_wake.notify_all();
        for (auto &man : m_men)
            man->join();
    }

    std::future<int> cross(std::function<int()> passenger)
    {
        auto task = std::make_shared<std::packaged_task<int()>>(passenger);
        std::lock_guard<std::mutex> guard(m_lock);
        m_bank.push([=] { (*task)(); });
        m_wake.notify_one();
        return task->get_future();
    }

private:
    void row()
    {
        while (true)
        {
            std::function<void()> next;
            {
                std::unique_lock<std::mutex> guard(m_lock);
                while (!m_done && m_bank.empty())
                    m_wake.wait(guard);
                if (m_bank.empty())
                    break;
                next = m_bank.front();
                m_bank.pop();
            }
            next();
        }
    }

    std::mutex m_lock;
    std::condition_variable m_wake;
    std::queue<std::function<void()>> m_bank;
    std::vector<std::unique_ptr<std::thread>> m_men;
    bool m_done = false;
};

static int toll() { return 2; }

// The plain join.

void joinBad(ferrymen &styx)
{
    styx.cross([&styx] {
        std::thread shade([&styx] { styx.cross(toll).get(); });
        shade.join(); // WARN:
        return 0;
    }).get();
}

void joinOk(ferrymen &styx)
{
    std::thread shade([&styx] { styx.cross(toll).get(); });
    shade.join();
    styx.cross(toll).get();
}

// The thread does not wait: the join ends.

void joinIdleOk(ferrymen &styx)
{
    styx.cross([&styx] {
        std::thread shade([&styx] { styx.cross(toll); });
        shade.join();
        return 0;
    }).get();
}

// The thread is not joined in the task: detached, or joined by the caller.

void laterOk(ferrymen &styx)
{
    std::thread shade;
    styx.cross([&] {
        shade = std::thread([&styx] { styx.cross(toll).get(); });
        return 0;
    }).get();
    shade.join();
}

void detachedOk(ferrymen &styx)
{
    styx.cross([&styx] {
        std::thread([&styx] { styx.cross(toll).get(); }).detach();
        return 0;
    }).get();
}

// A function as thread body, two calls deep.

int haggle(ferrymen *styx) { return styx->cross(toll).get(); }
void visitor(ferrymen *styx) { haggle(styx); }

int escort(ferrymen *styx)
{
    std::thread guide(visitor, styx);
    guide.join(); // WARN:
    return 1;
}

void functionBad(ferrymen *styx)
{
    styx->cross([styx] { return escort(styx); }).get();
}

int escortAbroad(ferrymen *lethe)
{
    std::thread guide(visitor, lethe);
    guide.join();
    return 1;
}

void functionOk(ferrymen *styx, ferrymen *lethe)
{
    styx->cross([lethe] { return escortAbroad(lethe); }).get();
}

// std::async and the wait for its future.

void asyncBad(ferrymen &styx)
{
    styx.cross([&styx] {
        auto echo = std::async(std::launch::async, [&styx] { return styx.cross(toll).get(); });
        return echo.get(); // WARN:
    }).get();
}

void asyncOk(ferrymen &styx)
{
    styx.cross([] {
        auto echo = std::async(std::launch::async, toll);
        return echo.get();
    }).get();
}

// A row of threads.

void manyBad(ferrymen &styx)
{
    styx.cross([&styx] {
        std::vector<std::thread> shades;
        for (int i = 0; i < 3; ++i)
            shades.emplace_back([&styx] { styx.cross(toll).wait(); });
        for (auto &shade : shades)
            shade.join(); // WARN:
        return 3;
    }).get();
}

void manyOk(ferrymen &styx)
{
    std::vector<std::thread> shades;
    for (int i = 0; i < 3; ++i)
        shades.emplace_back([&styx] { styx.cross(toll).wait(); });
    for (auto &shade : shades)
        shade.join();
}

// The thread is a member; it is started and joined by methods.

class boatswain
{
public:
    explicit boatswain(ferrymen &f) : m_styx(f) {}
    void whistle() { m_thread = std::thread([this] { m_styx.cross(toll).get(); }); }
    void stop() { m_thread.join(); } // WARN:

    void watchBad()
    {
        m_styx.cross([this] {
            whistle();
            stop();
            return 0;
        }).get();
    }

private:
    ferrymen &m_styx;
    std::thread m_thread;
};

class coxswain
{
public:
    explicit coxswain(ferrymen &f) : m_styx(f) {}
    void whistle() { m_thread = std::thread([this] { m_styx.cross(toll).get(); }); }
    void stop() { m_thread.join(); }

    void watchOk()
    {
        m_styx.cross([this] {
            whistle();
            return 0;
        }).get();
        stop();
    }

private:
    ferrymen &m_styx;
    std::thread m_thread;
};

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static ferrymen S(1), L(1);
int main(int argc, char **argv)
{
    return runCase(argc, argv,
                   {{"joinBad", [] { joinBad(S); }},
                    {"joinOk", [] { joinOk(S); }},
                    {"joinIdleOk", [] { joinIdleOk(S); }},
                    {"laterOk", [] { laterOk(S); }},
                    {"detachedOk", [] { detachedOk(S); }},
                    {"functionBad", [] { functionBad(&S); }},
                    {"functionOk", [] { functionOk(&S, &L); }},
                    {"asyncBad", [] { asyncBad(S); }},
                    {"asyncOk", [] { asyncOk(S); }},
                    {"manyBad", [] { manyBad(S); }},
                    {"manyOk", [] { manyOk(S); }},
                    {"watchBad", [] { boatswain(S).watchBad(); }},
                    {"watchOk", [] { coxswain(S).watchOk(); }}});
}
#endif
