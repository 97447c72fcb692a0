"""What is printed: a table goes in, a PDF comes out."""
