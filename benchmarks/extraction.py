"""How well extraction agrees with the labels, and the documents where it goes wrong most.

    kb dump > dump.jsonl
    python benchmarks/extraction.py dump.jsonl tests/quality/gold [MORE LABELS...] [--halves] [--worst 5]

Labels are a folder of *.gold.json files or a .jsonl file. With --halves the documents whose text may be
looked at and those held out are measured apart; of the held-out ones no mistakes are shown.
"""

import argparse
from pathlib import Path

from indexer.evaluation import evaluate, format_table, format_worst, is_held_out, read_records


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dump", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--halves", action="store_true", help="measure held-out documents apart")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="show N documents for each kind of mistake"
    )
    arguments = parser.parse_args()

    dump = read_records(arguments.dump)
    labels = [label for path in arguments.labels for label in read_records(path)]
    seen = [label for label in labels if not is_held_out(label["id"])]
    held_out = [label for label in labels if is_held_out(label["id"])]
    parts = {"development": seen, "held out": held_out} if arguments.halves else {"all": labels}
    for name, part in parts.items():
        print(f"== {name}", format_table(evaluate(dump, part)), sep="\n", end="\n\n")
    print(format_worst(evaluate(dump, seen), arguments.worst), end="")


if __name__ == "__main__":
    main()
