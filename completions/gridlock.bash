# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# Completion for bash: source it in ~/.bashrc. Commands, options and checks are
# those that the program itself tells.

_gridlock() {
  local word=${COMP_WORDS[COMP_CWORD]} help words=
  help=$("${COMP_WORDS[0]}" --help 2>/dev/null)
  if [[ $word == -* ]]; then
    words=$(sed -n 's/^  \(-[-a-z]*=\{0,1\}\).* - .*/\1/p' <<<"$help")
  elif [ "$COMP_CWORD" = 1 ]; then
    words=$(sed -n 's/^  gridlock \[\{0,1\}\([a-z]*\).*/\1/p' <<<"$help")
  elif [ "${COMP_WORDS[1]}" = explain ]; then
    words=$("${COMP_WORDS[0]}" explain '' 2>&1 | sed -n 's/^ *\(gridlock-[-a-z]*\)$/\1/p')
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  # What takes a value goes on behind its equals sign.
  [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null || true
}
complete -o default -F _gridlock gridlock
