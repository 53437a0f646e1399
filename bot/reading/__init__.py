"""Reading a message: encoders, n-grams and heads. Knows nothing of Rasa, so that the bench can train the same pipeline on public data."""
