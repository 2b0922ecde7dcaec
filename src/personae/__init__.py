"""What people do with personae starts here; the names below are the public Python face (see `api`)."""
