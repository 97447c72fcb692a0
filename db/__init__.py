"""What is stored, and the only place that commits it."""
