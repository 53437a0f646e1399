"""`make bench-nlu`: the reading pipeline trained on public data sets, beside published figures and stock Rasa."""
