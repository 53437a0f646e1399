"""The parts of `warmline learn`: what is known already, what is alike, the review form, and the way back into the data."""
