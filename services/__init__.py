"""The rules of the house; they know the database, not the screen."""
