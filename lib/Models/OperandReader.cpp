// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/OperandReader.h"
#include "llvm/ADT/StringSwitch.h"

namespace gridlock {

using llvm::StringRef;

std::optional<Operand> parseOperand(StringRef Text) {
  Operand Result;
  if (Text.consume_front("global ")) {
    Result.What = Operand::Kind::Global;
    Result.Name = Text.trim().str();
    if (Result.Name.empty())
      return std::nullopt;
    return Result;
  }
  const auto [Whole, Field] = Text.split(" field ");
  Result.Field = Field.str();
  Text = Whole;
  if (Text.consume_front("argument ")) {
    Result.What = Operand::Kind::Argument;
    if (Text.getAsInteger(10, Result.Index))
      return std::nullopt;
    return Result;
  }
  const auto Unknown = static_cast<Operand::Kind>(-1);
  Result.What = llvm::StringSwitch<Operand::Kind>(Text)
                    .Case("object", Operand::Kind::Object)
                    .Case("result", Operand::Kind::Result)
                    .Case("last argument", Operand::Kind::LastArgument)
                    .Case("every argument", Operand::Kind::EveryArgument)
                    .Case("callable", Operand::Kind::Callable)
                    .Case("thread", Operand::Kind::Thread)
                    .Case("inline", Operand::Kind::Inline)
                    .Case("coroutine", Operand::Kind::Coroutine)
                    .Default(Unknown);
  if (Result.What == Unknown)
    return std::nullopt;
  return Result;
}

std::optional<Capacity> parseCapacity(StringRef Text) {
  if (Text == "unknown")
    return Capacity();
  if (Text == "unbounded")
    return Capacity{Capacity::Kind::Unbounded, 0};
  Capacity Result;
  Result.What = Text.consume_front("argument ") ? Capacity::Kind::Argument
                                                : Capacity::Kind::Number;
  if (Text == "one")
    Result.Value = 1;
  else if (Text.getAsInteger(10, Result.Value))
    return std::nullopt;
  return Result;
}

} // namespace gridlock
