"""Our own parts of Rasa's graph."""
