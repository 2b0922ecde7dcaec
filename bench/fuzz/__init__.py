"""Coverage-guided fuzzing of the readers (atheris, libFuzzer): no crash, no hang, no lost word.

    pip install atheris
    python -m bench.fuzz vtt --seconds 120
"""
