"""`python -m personae.faces.cli`: the command, where its script is not on the path."""

from personae.faces.cli.program import main

main()
