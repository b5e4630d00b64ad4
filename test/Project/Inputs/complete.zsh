# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# complete.zsh COMPLETION WORD...: what zsh would be given to choose from for the
# last word.
_describe() { print -l -- ${(P)2} }
_files() { print files }
completion=$1
shift
words=("$@")
CURRENT=$#
PREFIX=$words[-1]
source $completion
