"""Where the data come from: files and their presets, documents, persona cards."""
