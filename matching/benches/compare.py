"""Times scikit-learn's tf-idf and cosine ranking beside this engine, on the same texts.

    pip install scikit-learn
    cargo build --release -p matching --example beside
    python3 matching/benches/compare.py target/release/examples/beside

Both sides read one problem of sixty words and compare it with six desks and 600 experts that
were indexed before.  Times are the processor's, the least of many rounds, in the same run.
The engine's figure contains what scikit-learn's lacks: Persian normalisation, spelling,
calibration and the reasons of every score.
"""

import json
import os
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

ROUNDS, CALLS = 15, 50

VARIANTS = {
    "words": {},
    "words and pairs": {"ngram_range": (1, 2)},
    "fragments of 3 to 5 letters": {"analyzer": "char_wb", "ngram_range": (3, 5)},
}


def microseconds(work):
    """Processor time of one call, the least of several rounds."""
    work()
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time_ns()
        for _ in range(CALLS):
            work()
        best = min(best, (time.process_time_ns() - start) / CALLS)
    return best / 1e3


def ranking(texts, problem, options):
    """A function that ranks the texts for the problem and returns the best ten."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
    matrix = vectorizer.fit_transform(texts)

    def rank():
        likeness = cosine_similarity(vectorizer.transform([problem]), matrix)[0]
        return likeness[:6].argmax(), likeness[6:].argsort()[::-1][:10]

    return rank


def main():
    ours = json.loads(subprocess.run(sys.argv[1:2], check=True, capture_output=True).stdout)
    texts, problem = ours["desks"] + ours["experts"], ours["problem"]
    own = ours["routeAndRank"]
    print(f"| route and rank {len(texts)} texts for {len(problem.split())} words | µs of CPU | ratio |")
    print("|---|---|---|")
    print(f"| this engine | {own:.0f} | 1 |")
    for name, options in VARIANTS.items():
        theirs = microseconds(ranking(texts, problem, options))
        print(f"| scikit-learn {sklearn.__version__}, {name} | {theirs:.0f} | {theirs / own:.1f} |")


main()
