// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/ModelReader.h"
#include "gtest/gtest.h"

using namespace gridlock;

namespace {

/// The first fault of a model with one call.
std::string faultOf(const std::string &Call) {
  std::vector<std::string> Errors;
  readModel("library: my\ncalls:\n  - " + Call + "\n", "my.yaml", Errors);
  return Errors.empty() ? "" : Errors.front();
}

TEST(Connection, IsOfASignal) {
  EXPECT_EQ(faultOf("name: f\n    disconnect: {sender: object}"),
            "my.yaml:4:18: error: missing key 'signal'");
  EXPECT_EQ(
      faultOf("name: f\n    disconnect: {sender: object, signal: argument 1}"),
      "");
}

TEST(Connection, SubmitsSomething) {
  EXPECT_EQ(faultOf("name: f\n    wait: object\n"
                    "    connect: {sender: object, signal: argument 1}"),
            "my.yaml:3:5: error: 'connect' without 'submit'");
}

} // namespace
