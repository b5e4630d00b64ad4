// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// All models in force, asked for by name.

#ifndef GRIDLOCK_MODELS_MODELSET_H
#define GRIDLOCK_MODELS_MODELSET_H

#include "Models/Model.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <memory>
#include <utility>
#include <vector>

namespace gridlock {

/// Does the name fit the pattern, in which `*` stands for any characters within
/// one component? In a component that is an operator, `*` stands for itself.
bool matchesName(llvm::StringRef Pattern, llvm::StringRef Name);

/// Finds what the models say of a type or of a call.
///
/// A name is qualified, without template arguments, without inline and
/// anonymous namespaces: `std::future::get`, `asio::post`. In a model's name,
/// `*` stands for any characters within one component. A constructor is
/// `std::thread::thread`, a call operator `std::packaged_task::operator()`, a
/// conversion `QFuture::operator conversion`, a destructor is said by the type.
///
/// A copy shares the models of its original.
class ModelSet {
public:
  /// The models that are built into the program.
  static std::shared_ptr<const ModelSet> builtin();

  /// Adds a model; a later one wins over an earlier one of the same name.
  void add(Model M, unsigned Layer = 0);

  /// What stands for the type of this name, or null.
  const TypeModel *findType(llvm::StringRef QualifiedName) const;

  /// All entries for the call of this name, their conditions not yet tested,
  /// in the order in which to test them: the first that holds counts. Entries
  /// of a later model come first; those of one model in its own order.
  llvm::ArrayRef<const CallModel *>
  findCalls(llvm::StringRef QualifiedName,
            llvm::SmallVectorImpl<const CallModel *> &Storage) const;

  /// Is there an entry whose last component could be \p Identifier? Cheap;
  /// asked before a qualified name is made.
  bool mayName(llvm::StringRef Identifier) const;

private:
  /// One name of an entry; the text belongs to the model.
  template <typename T> struct Named {
    llvm::StringRef Pattern;
    const T *Entry;
    /// When to test the entry: those of later models first.
    std::pair<size_t, size_t> Order;
  };

  /// Names by their last component. Those with a `*` there stand apart.
  template <typename T> struct Index {
    llvm::StringMap<llvm::SmallVector<Named<T>, 1>> ByLast;
    std::vector<Named<T>> Globs;

    void add(Named<T> Name);
    llvm::SmallVector<Named<T>, 4> find(llvm::StringRef Name) const;
  };

  std::vector<std::shared_ptr<const Model>> Models;
  Index<TypeModel> Types;
  Index<CallModel> Calls;
};

} // namespace gridlock

#endif
