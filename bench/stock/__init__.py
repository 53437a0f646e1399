"""Stock Rasa for comparison: the configuration that Rasa itself ships, on Warmline's data."""
