"""One module for each promise: `NAME`, `PROMISE`, and `play(stage) -> Result`."""
