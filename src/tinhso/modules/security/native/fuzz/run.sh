#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Fuzz the reader of common events with AddressSanitizer and UndefinedBehaviorSanitizer: run.sh [seconds] [folder for what
# is found]. Seeds stand in corpus/; what is found new stays in the folder, a finding ends the run with an error.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-60}
work=${2:-$(mktemp -d)}
mkdir -p "$work/corpus"
shopt -s extglob
if ! echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d && n > 9 ? 0 : 0; }' |
  clang -x c -fsanitize=fuzzer,address,undefined -o "$work/probe" - 2>/dev/null; then
  echo "this clang has no libFuzzer (libclang-rt-14-dev): nothing was fuzzed"
  exit 0
fi
clang -std=c11 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -I"$here/.." \
  "$here/records.c" "$here"/../!(module).c -o "$work/records"
cd "$work"
"$work/records" -max_total_time="$seconds" -max_len=4096 -rss_limit_mb=1024 -timeout=10 -dict="$here/words.dict" \
  -print_final_stats=1 -verbosity=1 "$work/corpus" "$here/corpus"
