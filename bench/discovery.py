"""`personae bench discovery` set by set: long rows to bench/discovery.csv, the table of docs/benchmarks.md printed.

    python bench/discovery.py --data ../shared/data [--sets planted volvo]
"""

import argparse
from pathlib import Path

import pandas as pd

from personae.app.bench_discovery import DiscoveryBench, bench_discovery
from personae.app.bench_peers import OURS

ROWS = Path(__file__).parent / "discovery.csv"
SETS = ("planted, high", "planted, default", "planted, low", "planted, bursty", "company, default", "company, low",
        "Volvo", "Kubernetes")


def short_table(table: pd.DataFrame) -> str:
    """gain/stability by set, number and method; bold: the most stable of those tied with the best gain; =: tied."""
    methods = [m for m in table["method"].unique() if m != OURS] + [OURS]
    lines = ["| set | k | " + " | ".join(methods) + " |", "|---" * (len(methods) + 2) + "|"]
    for (name, k), block in table.groupby(["set", "k"], sort=False):
        best = block.loc[block["tied"], "stability"].max()
        cells = {row["method"]: _cell(row, best) for row in block.to_dict("records")}
        lines.append(f"| {name} | {k} | " + " | ".join(cells.get(m, "") for m in methods) + " |")
    return "\n".join(lines)


def _cell(row: dict, best: float) -> str:
    said = f"{row['gain']:.3f}/{row['stability']:.2f}"
    return f"**{said}**" if row["tied"] and row["stability"] == best else f"{said} =" if row["tied"] else said


def main() -> None:
    """Run, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sets", nargs="*", default=SETS)
    given = parser.parse_args()
    tables = []
    for name in given.sets:
        found = bench_discovery(DiscoveryBench(data=given.data, sets=(name,))).table
        if not found.empty:
            tables.append(found)
            pd.concat(tables).to_csv(ROWS, index=False, float_format="%.4g")
            print(short_table(found), flush=True)
    print("\n" + short_table(pd.concat(tables)))


if __name__ == "__main__":
    main()
