"""The parts of the house page, one file each."""
