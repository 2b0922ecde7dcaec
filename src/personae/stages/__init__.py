"""The verbs of a build, in the order of the data. Pure; stages do not import each other."""
