"""One module for each promise: `NAME`, `PROMISE`, and `play(stage)`, which writes into `stage.result`."""
