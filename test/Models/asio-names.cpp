// REQUIRES: llvm-19, asio, boost-asio
// RUN: %python %S/Inputs/names.py %root/models/asio.yaml %s \
// RUN:   -- %clangxx -std=c++20 %{asio} \
// RUN:   -- %clangxx -std=c++17 %{boost-asio} -DONLY_BOOST \
// RUN:   -- %clangxx -std=c++20 %{boost-asio} -DONLY_BOOST_COROUTINES

// LACKS: boost::asio::any_io_executor::require (an alias in Boost 1.74)
// LACKS: boost::asio::any_io_executor::prefer (an alias in Boost 1.74)
// LACKS: boost::asio::basic_readable_pipe (newer than Boost 1.74)
// LACKS: boost::asio::basic_readable_pipe::async_read_some (newer than Boost 1.74)
// LACKS: boost::asio::basic_readable_pipe::get_executor (newer than Boost 1.74)
// LACKS: boost::asio::basic_writable_pipe (newer than Boost 1.74)
// LACKS: boost::asio::basic_writable_pipe::async_write_some (newer than Boost 1.74)
// LACKS: boost::asio::basic_writable_pipe::get_executor (newer than Boost 1.74)

#if defined(ONLY_BOOST_COROUTINES)
// Boost 1.74 forgets <utility>, and that Clang has coroutines.
#include <utility>
#define BOOST_ASIO_HAS_CO_AWAIT
#define BOOST_ASIO_HAS_STD_COROUTINE
#include <boost/asio/co_spawn.hpp>
#elif defined(ONLY_BOOST)
#include <boost/asio.hpp>
#include <boost/asio/deadline_timer.hpp>
#include <boost/asio/ssl.hpp>
#else
#include <boost/date_time/posix_time/posix_time.hpp>
#define ASIO_HAS_BOOST_DATE_TIME 1
#include <asio.hpp>
#include <asio/ssl.hpp>
#endif
