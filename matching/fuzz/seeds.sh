#!/bin/sh
# Seeds for the target `text`: every twentieth exemplar and every normalisation case, for each stage.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/text
cat ../exemplars/*.jsonl ../tests/data/normalisation_cases.tsv | awk 'NR % 20 == 1' |
    awk '{ for (stage = 0; stage < 6; stage++) { file = "corpus/text/seed-" NR "-" stage; printf "%c%s", 48 + stage, $0 > file; close(file) } }'
