#!/bin/sh
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# Draws each .dot of this folder as an .svg beside it. `./dev setup docs`
# installs Graphviz.
set -eu
cd "$(dirname "$0")"
for picture in *.dot; do
  dot -Tsvg "$picture" -o "${picture%.dot}.svg"
done
