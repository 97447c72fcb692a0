"""The workshop where lines are read aloud into files. The running product never imports it."""
